import { describe, expect, it } from '@jest/globals';

import { ERROR_CODES, isErrorCode } from './error-codes.js';
import { titleOf } from './error-titles.js';

describe('titleOf', () => {
  it.each([
    ['callback_empty', 'Continue where you began'],
    ['user_refused', 'You cannot use this service'],
    ['login_cancelled', 'You cancelled the login'],
    ['refresh_rejected', 'Your session has ended'],
    ['session_ended', 'Your session has ended'],
    ['access_token_missing', 'Your session has ended'],
    ['access_token_expired', 'Your session has ended'],
    ['store_unavailable', 'Login is not available right now'],
    ['id_token_expired', 'Login failed'],
  ] as const)('calls %s: %s', (code, title) => {
    expect(titleOf(code)).toBe(title);
  });

  it.each(Object.keys(ERROR_CODES).filter(isErrorCode))('does not tell the code: %s', (code) => {
    expect(titleOf(code)).not.toMatch(/_|token|provider|key/i);
  });
});
