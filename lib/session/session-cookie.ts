import type { Cookies } from '../http/cookies.js';
import { EARLIER_COOKIES } from '../options/cookie-names.js';
import type { ResolvedOptions } from '../options/resolved-options.js';

/** A session's cookie as it came. */
export interface SentCookie {
  readonly name: string;
  readonly value: string;
}

/**
 * The cookie in which a browser has its session. That of 0.1.0 counts where the browser sends none of the name of
 * now, good or not, or a session that has ended would give way to an earlier one.
 */
export class SessionCookie {
  /** What a cookie is set with. */
  readonly name: string;
  /** Nobody knows of a cookie of 0.1.0 where the name is the application's own. */
  private readonly earlier: string | undefined;
  /** Both, the one that counts first. */
  private readonly names: readonly string[];
  private readonly lifetime: number;
  /** What a page of another site posts comes without our `Lax` cookies, so that nobody knows whether one is there. */
  private readonly mightBeUnseen: boolean;

  constructor({ session, login, cookieNames }: ResolvedOptions) {
    this.name = session.cookieName;
    this.earlier = session.cookieName === cookieNames.session ? EARLIER_COOKIES.session : undefined;
    this.names = [this.name, this.earlier].filter((name) => name !== undefined);
    this.lifetime = session.absolute;
    this.mightBeUnseen = login.responseMode === 'form_post';
  }

  /** The one that counts. */
  sent(cookies: Cookies): SentCookie | undefined {
    const { name, earlier } = this;
    const value = cookies.get(name);
    if (value !== undefined) return { name, value };
    if (earlier === undefined || cookies.has(name)) return undefined;
    const ofEarlier = cookies.get(earlier);
    return ofEarlier === undefined ? undefined : { name: earlier, value: ofEarlier };
  }

  /** All that came, the one that counts first: a browser may have been at an instance of 0.1.0 meanwhile. */
  allSent(cookies: Cookies): readonly SentCookie[] {
    const sent: SentCookie[] = [];
    for (const name of this.names) {
      const value = cookies.get(name);
      if (value !== undefined) sent.push({ name, value });
    }
    return sent;
  }

  /** In place of any that there was. */
  set(cookies: Cookies, value: string): void {
    const { name, earlier } = this;
    cookies.set(name, value, { maxAge: this.lifetime, sameSite: 'Lax' });
    if (earlier !== undefined && (this.mightBeUnseen || cookies.has(earlier)))
      cookies.clear(earlier);
  }

  /** At logout, which comes from a page of ours and so brings all that there are. */
  clear(cookies: Cookies): void {
    const { name, earlier } = this;
    cookies.clear(name);
    if (earlier !== undefined && cookies.has(earlier)) cookies.clear(earlier);
  }
}
