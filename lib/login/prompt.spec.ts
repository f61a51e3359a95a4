import { describe, expect, it } from '@jest/globals';

import { codeOf } from '../../test/support/code-of.js';
import { checkPrompt, isSilent } from './prompt.js';

describe('isSilent', () => {
  it('is what "none" alone asks for', () => {
    expect(isSilent('none')).toBe(true);
    expect([undefined, '', 'login', 'none login'].some(isSilent)).toBe(false);
  });
});

describe('checkPrompt', () => {
  it.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    [undefined, 0],
    ['login', 0],
    ['login consent', undefined],
    ['none', undefined],
    ['none', 300],
    ['nonesuch', undefined],
  ])('takes %p with a maxAge of %p', (prompt, maxAge) => {
    expect(codeOf(() => checkPrompt(prompt, maxAge))).toBeUndefined();
  });

  it.each(['none login', 'login none', 'none none'])(
    'refuses %p, of which "none" is a part',
    (prompt) => {
      expect(() => checkPrompt(prompt, undefined)).toThrow('stands alone');
      expect(codeOf(() => checkPrompt(prompt, undefined))).toBe('login_request_invalid');
    },
  );

  it('refuses "none" for a user who has to log in now', () => {
    expect(() => checkPrompt('none', 0)).toThrow('by which the user has to log in now');
    expect(codeOf(() => checkPrompt('none', 0))).toBe('login_request_invalid');
  });
});
