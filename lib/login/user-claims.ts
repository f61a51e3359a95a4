import { normaliseClaims } from '../eid/normalise-claims.js';
import type { CriiptoClient, ExchangedCode } from '../oidc/criipto-client.service.js';
import type { JsonObject } from '../oidc/json-document.js';
import type { ResolvedOptions } from '../options/resolved-options.js';

/**
 * The claims of a login: those of the ID token, and those of userinfo if the options ask for it. What the
 * ID token says is signed, and wins, under whatever name either of them says it.
 */
export async function userClaims(
  { claims, accessToken }: ExchangedCode,
  client: CriiptoClient,
  options: ResolvedOptions,
): Promise<JsonObject> {
  if (options.userInfo !== 'required') return claims;
  const userInfo = await client.userInfo(accessToken, claims.sub);
  return { ...normaliseClaims(userInfo), ...normaliseClaims(claims) };
}
