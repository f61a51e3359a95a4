import { describe, expect, it } from '@jest/globals';

import { CriiptoAuthError } from './criipto-auth.error.js';
import { InvalidOptionsError } from './options.error.js';

describe('InvalidOptionsError', () => {
  const error = new InvalidOptionsError(['`domain` is missing', '`keys` is missing']);

  it('has the code invalid_options', () => {
    expect(error).toBeInstanceOf(CriiptoAuthError);
    expect(error).toMatchObject({ name: 'InvalidOptionsError', code: 'invalid_options' });
  });

  it('lists every problem, one a line', () => {
    expect(error.message).toBe(
      'CriiptoAuthModule cannot start:\n - `domain` is missing\n - `keys` is missing',
    );
  });

  it('keeps the problems apart', () => {
    expect(error.problems).toEqual(['`domain` is missing', '`keys` is missing']);
  });
});
