import { Injectable } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import type { CriiptoUser } from '../eid/criipto-user.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { type Cookies, MAX_COOKIE_BYTES } from '../http/cookies.js';
import { Seal } from '../http/seal.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import type { Session, StoredSession } from './session.js';
import { identityOf, restoredUser, wholeUser } from './stored-user.js';

/** Seconds. */
const RENEWED_AT_MOST_EVERY = 60;
const RENEWED_WITHIN_IDLE = 1 / 4;

/**
 * The session, in one sealed cookie: nothing is kept on the server. It ends when it was idle too long,
 * when it is too old, or at logout, and every login makes a new one.
 */
@Injectable()
export class SessionService {
  private readonly seal: Seal;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
  ) {
    const { session, issuer, clientId } = options;
    this.seal = new Seal(session.secrets, `session ${issuer} ${clientId}`);
  }

  /**
   * Starts a session, in place of any that this browser had.
   *
   * @param user who logged in.
   * @param mapped what the application made of the user, if that is something else; stored as JSON.
   * @throws {CriiptoAuthError} `user_too_large` when it does not fit into a cookie.
   */
  create(cookies: Cookies, user: CriiptoUser, mapped: unknown = user): void {
    const now = this.clock.seconds();
    const stored = mapped === user ? { user: wholeUser(user) } : { user: identityOf(user), mapped };
    this.write(cookies, { ...stored, createdAt: now, seenAt: now });
  }

  /** The session that came with a request, if there is one and it is still good. */
  read(cookies: Cookies): Session | undefined {
    const stored = this.open(cookies);
    if (!stored) return undefined;
    const user = restoredUser(stored.user);
    return {
      user: 'mapped' in stored ? stored.mapped : user,
      authentication: user,
      isTimeTold: stored.user.isTimeAssumed !== true,
      stored,
    };
  }

  /** Notes that a session was used, once a minute at most, or four times in a short `session.idle`. Tells whether it set a cookie. */
  touch(cookies: Cookies, { stored }: Session): boolean {
    const now = this.clock.seconds();
    const pause = Math.min(RENEWED_AT_MOST_EVERY, this.options.session.idle * RENEWED_WITHIN_IDLE);
    if (now - stored.seenAt < pause) return false;
    this.write(cookies, { ...stored, seenAt: now });
    return true;
  }

  end(cookies: Cookies): void {
    cookies.clear(this.options.session.cookieName);
  }

  private open(cookies: Cookies): StoredSession | undefined {
    const { cookieName } = this.options.session;
    const sealed = cookies.get(cookieName);
    if (sealed === undefined) return undefined;
    // Sealed under this purpose by write() alone.
    return this.seal.open(cookieName, sealed, this.clock.seconds()) as StoredSession | undefined;
  }

  private write(cookies: Cookies, stored: StoredSession): void {
    const { cookieName, idle, absolute } = this.options.session;
    const expiresAt = Math.min(stored.seenAt + idle, stored.createdAt + absolute);
    const sealed = this.seal.seal(cookieName, stored, expiresAt);
    const size = cookies.size(cookieName, sealed);
    if (size > MAX_COOKIE_BYTES) {
      throw new CriiptoAuthError(
        'user_too_large',
        `The session takes ${size} bytes, and a browser keeps ${MAX_COOKIE_BYTES}: ask for fewer scopes, or return less from \`mapUser\``,
      );
    }
    cookies.set(cookieName, sealed, { maxAge: expiresAt - stored.seenAt, sameSite: 'Lax' });
  }
}
