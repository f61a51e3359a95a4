import type { Clock } from '../common/clock.js';
import { minutes } from '../common/durations.js';
import type { Seal } from '../crypto/seal.js';
import type { Cookies } from '../http/cookies.js';
import { type CookieNames, EARLIER_COOKIES } from '../options/cookie-names.js';
import type { ResolvedOptions } from '../options/resolved-options.js';

/** What Criipto allows one user. Beyond it there is an error page of Criipto's in place of a way back. */
const LIMITS = [
  { attempts: 2, seconds: 5 },
  { attempts: 6, seconds: minutes(20) },
] as const;
const LONGEST = minutes(20);

const FAILED_LIFETIME = minutes(1);

/**
 * The logins that a browser tried without asking its user. They are counted in the browser itself, as the
 * limit is of the single sign-on that it has: whoever loses the count on purpose harms nobody else.
 */
export class SilentLogins {
  private readonly names: CookieNames;
  private readonly seal: Seal;

  constructor(
    { session, cookieNames }: ResolvedOptions,
    private readonly clock: Clock,
  ) {
    this.names = cookieNames;
    this.seal = session.seals.for('silent login');
  }

  /** Takes one attempt, if there is one left. */
  take(cookies: Cookies): boolean {
    const now = this.clock.seconds();
    const { silentLogins } = this.names;
    const own = this.attempts(cookies, silentLogins).filter((at) => at > now - LONGEST);
    const all = [...own, ...this.attempts(cookies, EARLIER_COOKIES.silentLogins)];
    const isFull = LIMITS.some(
      ({ attempts, seconds }) => all.filter((at) => at > now - seconds).length >= attempts,
    );
    if (isFull) return false;
    const sealed = this.seal.seal(silentLogins, [...own, now], now + LONGEST);
    cookies.set(silentLogins, sealed, { maxAge: LONGEST, sameSite: 'Lax' });
    return true;
  }

  /** Nothing hangs on it but the way to log in, so that it is not sealed. */
  noteFailure(cookies: Cookies): void {
    cookies.set(this.names.failedLogins, '1', { maxAge: FAILED_LIFETIME, sameSite: 'Lax' });
  }

  hasJustFailed(cookies: Cookies): boolean {
    return cookies.get(this.names.failedLogins) !== undefined;
  }

  /** Those that a cookie of this name tells of: that of 0.1.0 stays beside ours until it is over. */
  private attempts(cookies: Cookies, name: string): readonly number[] {
    const sealed = cookies.get(name);
    if (sealed === undefined) return [];
    // Sealed under this purpose by take() alone.
    return (this.seal.open(name, sealed, this.clock.seconds()) ?? []) as number[];
  }
}
