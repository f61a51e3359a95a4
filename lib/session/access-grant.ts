import { randomInt } from 'node:crypto';

import type { RefreshedTokens } from '../oidc/token/refresh-tokens.js';
import type { OriginalLogin } from '../oidc/validation/refreshed-id-token.js';

/** The access token of a login, with what it is refreshed by and when. Times are seconds since the epoch. */
export interface AccessGrant {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** What was granted, where the provider said so. */
  readonly scope?: string;
  /** When the access token expires, where the provider said so. */
  readonly expiresAt?: number;
  /** From when on it is refreshed. */
  readonly refreshAt?: number;
  /** Which login it is of. */
  readonly login: OriginalLogin;
}

const REFRESHED_BEFORE_END = 60;
/** So that sessions that began together are not refreshed together. */
const JITTER = 30;

/** What was granted now. What a refresh does not bring again stays as it was (RFC 6749 section 6). */
export function accessGrant(
  granted: RefreshedTokens,
  now: number,
  before?: AccessGrant,
): AccessGrant {
  const { accessToken, expiresAt, login } = granted;
  const refreshToken = granted.refreshToken ?? before?.refreshToken;
  const scope = granted.scope ?? before?.scope;
  return {
    accessToken,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(scope === undefined ? {} : { scope }),
    ...(expiresAt === undefined ? {} : { expiresAt, refreshAt: refreshTime(expiresAt, now) }),
    login,
  };
}

/** No sooner than at half its life, or a short one would be refreshed all the time. */
function refreshTime(expiresAt: number, now: number): number {
  const ahead = REFRESHED_BEFORE_END + randomInt(JITTER + 1);
  return expiresAt - Math.min(ahead, Math.max(0, expiresAt - now) / 2);
}
