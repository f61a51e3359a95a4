import type { JsonObject } from '../common/json.js';
import { normaliseClaims } from '../eid/claims/normalise-claims.js';
import type { CriiptoClient, ExchangedCode } from '../oidc/criipto-client.service.js';
import type { ResolvedOptions } from '../options/resolved-options.js';

/** Claims about a token, or about the authentication that it tells of: they are the ID token's to make. */
const OF_TOKENS: ReadonlySet<string> = new Set([
  'iss',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'azp',
  'nonce',
  'sid',
  'acr',
  'amr',
  'auth_time',
  'at_hash',
  'c_hash',
  's_hash',
]);

/**
 * The claims of a login: those of the ID token, and those of userinfo if the options ask for it. What the
 * ID token says is signed, and wins, under whatever name either of them says it.
 */
export async function userClaims(
  { claims, accessToken }: ExchangedCode,
  client: CriiptoClient,
  options: ResolvedOptions,
): Promise<JsonObject> {
  if (options.userInfo === false) return claims;
  const userInfo = await client.userInfo(accessToken, claims.sub);
  return { ...aboutUser(normaliseClaims(userInfo)), ...normaliseClaims(claims) };
}

function aboutUser(userInfo: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(userInfo).filter(([name]) => !OF_TOKENS.has(name)));
}
