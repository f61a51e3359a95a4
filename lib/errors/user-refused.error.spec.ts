import { describe, expect, it } from '@jest/globals';

import { CriiptoAuthError } from './criipto-auth.error.js';
import { UserRefusedError } from './user-refused.error.js';

describe('UserRefusedError', () => {
  const error = new UserRefusedError('no_account');

  it('has the code user_refused and status 403', () => {
    expect(error).toBeInstanceOf(CriiptoAuthError);
    expect(error).toMatchObject({ name: 'UserRefusedError', code: 'user_refused', status: 403 });
  });

  it("carries the application's own code", () => {
    expect(error.messageCode).toBe('no_account');
    expect(error.message).toContain('no_account');
  });
});
