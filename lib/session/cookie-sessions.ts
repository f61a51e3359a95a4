import type { Clock } from '../common/clock.js';
import type { Seal } from '../crypto/seal.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { type Cookies, MAX_COOKIE_BYTES } from '../http/cookies.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { OpenedCookieCache } from './opened-cookie-cache.js';
import type { SessionBackend, SessionHandle } from './session-backend.js';
import { endOf, type SessionData, type SessionRecord } from './session-data.js';
import type { SessionTokens } from './session.js';

/** Sessions that are a sealed cookie each: nothing is kept on the server, and nothing can be ended there. */
export class CookieSessions implements SessionBackend {
  private readonly seal: Seal;
  private readonly opened: OpenedCookieCache;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
  ) {
    this.seal = options.session.seals.for('session');
    this.opened = new OpenedCookieCache(clock);
  }

  async begin(cookies: Cookies, { content }: SessionRecord): Promise<number> {
    this.write(cookies, content);
    return 0;
  }

  find(cookies: Cookies): SessionHandle | undefined {
    const { cookieName } = this.options.session;
    const sealed = cookies.get(cookieName);
    if (sealed === undefined) return undefined;
    const data = this.opened.dataOf(sealed, () =>
      this.seal.read(cookieName, sealed, this.clock.seconds()),
    );
    return data && { data };
  }

  async renew(cookies: Cookies, _handle: SessionHandle, data: SessionData): Promise<boolean> {
    this.write(cookies, data);
    return true;
  }

  async end(cookies: Cookies): Promise<SessionTokens> {
    const { cookieName } = this.options.session;
    const sealed = cookies.get(cookieName);
    if (sealed !== undefined) this.opened.forget(sealed);
    cookies.clear(cookieName);
    return {};
  }

  private write(cookies: Cookies, data: SessionData): void {
    const { session } = this.options;
    const expiresAt = endOf(data, session);
    const sealed = this.seal.seal(session.cookieName, data, expiresAt);
    const size = cookies.size(session.cookieName, sealed);
    if (size > MAX_COOKIE_BYTES) {
      throw new CriiptoAuthError(
        'user_too_large',
        `The session takes ${size} bytes, and a browser keeps ${MAX_COOKIE_BYTES}: ask for fewer scopes, return less from \`mapUser\`, or set \`session.store\``,
      );
    }
    cookies.set(session.cookieName, sealed, {
      maxAge: expiresAt - data.seenAt,
      sameSite: 'Lax',
    });
  }
}
