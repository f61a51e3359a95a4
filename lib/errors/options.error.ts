import { shareIdentity } from '../copies/shared-identity.js';
import { CriiptoAuthError, isErrorOfOurs } from './criipto-auth.error.js';

/** The options cannot work. Lists every problem found, each with what to write instead. Code `invalid_options`. */
export class InvalidOptionsError extends CriiptoAuthError {
  static {
    shareIdentity(
      this,
      'InvalidOptionsError',
      (error) => isErrorOfOurs(error) && Array.isArray(error['problems']),
    );
  }

  override readonly name = 'InvalidOptionsError';

  constructor(readonly problems: readonly string[]) {
    super(
      'invalid_options',
      `CriiptoAuthModule cannot start:\n${problems.map((problem) => ` - ${problem}`).join('\n')}`,
    );
  }
}
