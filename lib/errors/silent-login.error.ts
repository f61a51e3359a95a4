import { shareIdentity } from '../copies/shared-identity.js';
import {
  CriiptoAuthError,
  type CriiptoAuthErrorDetails,
  isErrorOfOurs,
} from './criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from './error-codes.js';

/**
 * Nobody could be logged in without being asked (`prompt: 'none'`). That is an answer and no failure: the
 * user goes on at `returnTo`, as nobody.
 */
export class SilentLoginError extends CriiptoAuthError {
  static {
    shareIdentity(
      this,
      'SilentLoginError',
      (error) => isErrorOfOurs(error) && typeof error['returnTo'] === 'string',
    );
  }

  override readonly name = 'SilentLoginError';

  constructor(
    code: CriiptoAuthErrorCode,
    message: string,
    /** The path of this application that the browser wanted. */
    readonly returnTo: string,
    details: CriiptoAuthErrorDetails = {},
  ) {
    super(code, message, details);
  }
}
