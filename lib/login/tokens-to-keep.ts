import type { ExchangedCode } from '../oidc/criipto-client.service.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { SessionTokens } from '../session/stored-session.js';

/** The hint goes into an address, and servers refuse those of more than 8 kB. */
const LONGEST_HINT = 6_000;

/** Of a login's tokens those that its session will need, and no other. */
export function tokensToKeep(
  { idToken }: Pick<ExchangedCode, 'idToken'>,
  { logout }: Pick<ResolvedOptions, 'logout'>,
): SessionTokens {
  return logout.idTokenHint && idToken.length <= LONGEST_HINT ? { idToken } : {};
}
