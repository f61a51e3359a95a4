import type { JsonObject } from '../common/json.js';
import { type Claims, normaliseClaims } from '../eid/claims/normalise-claims.js';
import { proofsMissingIn, withoutProofs } from '../eid/claims/proof-claims.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { retold } from '../errors/retold.js';
import type { CriiptoClient, ExchangedCode } from '../oidc/criipto-client.service.js';
import { isSigned } from '../oidc/validation/userinfo.js';
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

/** What Criipto calls otherwise than OpenID Connect. The ID token's word counts, by whichever name it says it. */
const OTHER_NAMES: readonly (readonly [ofCriipto: string, ofOpenId: string])[] = [
  ['authenticationtype', 'acr'],
  ['authenticationinstant', 'auth_time'],
];

/** Once is enough: it is so at every login, or at none. */
const WARNED = new WeakSet<ResolvedOptions>();

export interface UserClaims {
  readonly claims: JsonObject;
  /** What plain userinfo alone told of who, how and when, and is not among the claims: names. */
  readonly unsigned: readonly string[];
}

/**
 * The claims of a login: those of the ID token, and those of userinfo if the options ask for it. What the
 * ID token says is signed, and wins, under whatever name either of them says it. Plain userinfo, in which a user
 * may have written what they like, proves nothing: what says who it is, how, how strongly and when they
 * authenticated, and for which company, comes from signed tokens alone.
 */
export async function userClaims(
  { claims, accessToken }: ExchangedCode,
  client: CriiptoClient,
  options: ResolvedOptions,
  warn: (message: string) => void,
): Promise<UserClaims> {
  if (options.userInfo === false) return { claims, unsigned: [] };
  const userInfo = await client.userInfo(accessToken, claims.sub);
  const own = normaliseClaims(claims);
  const told = aboutUser(normaliseClaims(userInfo), own);
  if (isSigned(userInfo)) return { claims: { ...told, ...own }, unsigned: [] };
  const unsigned = proofsMissingIn(own, told);
  if (unsigned.length > 0 && !WARNED.has(options)) {
    WARNED.add(options);
    warn(notBelieved(unsigned));
  }
  return { claims: { ...withoutProofs(told), ...own }, unsigned };
}

/** A refusal by what a login proved, which says too what it would have proved by a signature. */
export function withUnsigned(error: unknown, unsigned: readonly string[]): unknown {
  if (!(error instanceof CriiptoAuthError) || unsigned.length === 0) return error;
  return retold(error, { message: `${error.message}. ${notBelieved(unsigned)}` });
}

/** What to do about it. The names are ours, and nothing that the provider sent. */
function notBelieved(unsigned: readonly string[]): string {
  return `Userinfo tells ${unsigned.join(', ')} in plain JSON, and what is not signed proves nothing: set "User info response strategy" in the dashboard to signedJWT, and \`userInfo: 'signed'\``;
}

function aboutUser(userInfo: Claims, own: Claims): Claims {
  const taken = OTHER_NAMES.flatMap(([name, other]) => (other in own ? [name] : []));
  return Object.fromEntries(
    Object.entries(userInfo).filter(([name]) => !OF_TOKENS.has(name) && !taken.includes(name)),
  );
}
