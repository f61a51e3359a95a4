import { shareIdentity } from '../copies/shared-identity.js';
import { CriiptoAuthError, isErrorOfOurs } from './criipto-auth.error.js';

/**
 * For `mapUser` and `CriiptoStrategy#validate` to throw: this person may log in at the eID, but not
 * here. Code `user_refused`, status 403.
 *
 * @example throw new UserRefusedError('no_account');
 */
export class UserRefusedError extends CriiptoAuthError {
  static {
    shareIdentity(
      this,
      'UserRefusedError',
      (error) => isErrorOfOurs(error) && typeof error['messageCode'] === 'string',
    );
  }

  override readonly name = 'UserRefusedError';

  /** @param messageCode a code of the application's own, shown to the user: a word, never personal data. */
  constructor(readonly messageCode: string) {
    super('user_refused', `The application refused the user: ${messageCode}`);
  }
}
