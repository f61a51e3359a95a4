import { sha256 } from '../crypto/sha256.js';
import { absoluteUrl, type Site } from './reading/site.js';

/** Whose cookies they are. */
export interface CookieOwner {
  readonly issuer: string;
  readonly clientId: string;
  readonly site: Site;
}

/** The names of our cookies, without the prefix `__Host-`. */
export interface CookieNames {
  readonly session: string;
  /** What the name of each login under way begins with. */
  readonly login: string;
  readonly logout: string;
  readonly age: string;
  readonly silentLogins: string;
  readonly lateCallback: string;
  readonly failedLogins: string;
}

const MARK_LENGTH = 8;

/** Cookies know neither ports nor, with `__Host-`, paths: two applications on one host need different names. */
export function cookieNamesOf({ issuer, clientId, site }: CookieOwner): CookieNames {
  const mark = sha256(`${issuer} ${clientId} ${absoluteUrl(site, '')}`).slice(0, MARK_LENGTH);
  return {
    session: `criipto-session-${mark}`,
    login: `criipto-login-${mark}-`,
    logout: `criipto-logout-${mark}`,
    age: `criipto-age-${mark}`,
    // None of them begins like the cookie of a login under way.
    silentLogins: `criipto-logins-silent-${mark}`,
    lateCallback: `criipto-logins-late-${mark}`,
    failedLogins: `criipto-logins-failed-${mark}`,
  };
}

/** Those of 0.1.0, which are read and taken away, and set no more. */
export const EARLIER_COOKIES = {
  session: 'criipto-session',
  login: 'criipto-login-',
  logout: 'criipto-logout',
  silentLogins: 'criipto-logins-silent',
} as const satisfies Partial<CookieNames>;
