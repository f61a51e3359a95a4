import { describe, expect, it } from '@jest/globals';

import { closestName } from './closest-name.js';

describe('closestName', () => {
  const known = ['pem', 'jwks', 'file', 'passphrase'];

  it.each([
    ['PEM', 'pem'],
    ['jwk', 'jwks'],
    ['passPhrse', 'passphrase'],
    ['fille', 'file'],
  ])('takes %s for %s', (typed, meant) => {
    expect(closestName(typed, known)).toBe(meant);
  });

  it('guesses nothing for a name that is like none', () => {
    expect(closestName('certificate', known)).toBeUndefined();
  });
});
