import type { Clock } from '../../common/clock.js';
import { hours } from '../../common/durations.js';
import type { Seal } from '../../crypto/seal.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { LoginReporter } from '../../login/login-reporter.service.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type { PendingLoginFields } from './pending-login.js';

/** Kept this long beyond its time, so that who comes late is told "expired" and not "unknown". */
const GRACE = hours(1);

/** Logins under way as texts that nobody else can read, change or make, so that any instance can wait for them. */
export class SealedLogins<Fields extends PendingLoginFields> {
  private readonly seals: Seal;

  constructor(
    { session }: ResolvedOptions,
    private readonly flow: 'ciba' | 'headless',
    private readonly clock: Clock,
    private readonly reporter: LoginReporter,
  ) {
    this.seals = session.seals.for(flow);
  }

  seal(fields: Fields): string {
    return this.seals.seal(this.flow, fields, fields.expiresAt + GRACE);
  }

  /**
   * The login of such a text, which may come from anybody, and be no text at all.
   *
   * @throws {CriiptoAuthError} `login_unknown`.
   */
  open(sealed: unknown): Fields {
    const now = this.clock.seconds();
    const fields = typeof sealed === 'string' && this.seals.open(this.flow, sealed, now);
    if (fields) return fields as Fields; // sealed under this purpose by seal() alone
    const error = new CriiptoAuthError(
      'login_unknown',
      'This is no login that this application began, or none that could still be completed',
    );
    this.reporter.refused(error);
    throw error;
  }
}
