import type { ExchangedCode } from '../oidc/criipto-client.service.js';
import { originalLogin } from '../oidc/validation/refreshed-id-token.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { accessGrant } from '../session/access-grant.js';
import type { SessionTokens } from '../session/session.js';

/** The hint goes into an address, and servers refuse those of more than 8 kB. */
const LONGEST_HINT = 6_000;

/** Of a login's tokens those that its session will need, and no other. @param now seconds since the epoch */
export function tokensToKeep(
  exchanged: ExchangedCode,
  { logout, session }: Pick<ResolvedOptions, 'logout' | 'session'>,
  now: number,
): SessionTokens {
  const { idToken, claims } = exchanged;
  const isHint = logout.idTokenHint && idToken.length <= LONGEST_HINT;
  return {
    ...(isHint ? { idToken } : {}),
    ...(session.tokens
      ? { access: accessGrant({ ...exchanged, login: originalLogin(claims) }, now) }
      : {}),
  };
}
