import { hours } from '../../common/durations.js';
import { isJsonObject, type JsonObject } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { SigningAlgorithm } from '../../keys/algorithms.js';
import type { ProviderKeys } from '../discovery/provider-keys.js';
import { assertIssuedToUs, type Parties } from './issuer-and-audience.js';
import { isSubject } from './issuer-and-audience.js';
import { ID_TOKEN_TYPES } from './jws-header.js';
import { verifySignedToken } from './signed-token.js';
import { assertTimely, requiredTime, type TokenClock } from './token-times.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const MAX_LOGOUT_TOKEN_BYTES = 16 * 1024;
/** OpenID Connect Back-Channel Logout section 2.4 recommends a type of its own, and many providers send none. */
const LOGOUT_TOKEN_TYPES = [...ID_TOKEN_TYPES, 'logout+jwt', 'application/logout+jwt'];
/** So that each `jti` is remembered for as long as its token is good, also of one that names no end or one far off. */
const LONGEST_LIFE = hours(1);

export interface LogoutTokenExpectations extends Parties, TokenClock {
  readonly alg: SigningAlgorithm;
}

/** What the provider says is over: one session of its own, or all of a user. Times are seconds since the epoch. */
export interface LogoutToken {
  readonly jti: string;
  readonly sub?: string;
  /** The provider's name of the session. Without it all of the user's are meant. */
  readonly sid?: string;
  /** By the provider's clock. */
  readonly issuedAt: number;
  /** The tolerance included. */
  readonly goodUntil: number;
}

/**
 * Validates a logout token: OpenID Connect Back-Channel Logout section 2.6, but for the replay of one, which
 * is for whoever remembers them. An ID token is none, nor is a logout token an ID token: it has no `nonce`.
 *
 * @throws {CriiptoAuthError} with one of the `id_token_…` codes, or `provider_keys_unavailable`.
 */
export async function validateLogoutToken(
  token: string,
  keys: Pick<ProviderKeys, 'find'>,
  expected: LogoutTokenExpectations,
): Promise<LogoutToken> {
  const { claims } = await verifySignedToken(token, keys, {
    alg: expected.alg,
    maxSize: MAX_LOGOUT_TOKEN_BYTES,
    types: LOGOUT_TOKEN_TYPES,
    sender: 'anybody',
  });
  assertIssuedToUs(claims, expected);
  const times = timesOf(claims, expected);
  const { events, nonce, jti } = claims;
  if (!isJsonObject(events) || !isJsonObject(events[EVENT])) throw invalid('tells of no logout');
  if (nonce !== undefined) throw invalid('has a `nonce`, as ID tokens have');
  if (typeof jti !== 'string' || jti === '') throw invalid('has no usable `jti`');
  return { jti, ...times, ...meant(claims) };
}

function timesOf(
  claims: JsonObject,
  clock: TokenClock,
): Pick<LogoutToken, 'issuedAt' | 'goodUntil'> {
  const issuedAt = requiredTime(claims, 'iat');
  const latest = issuedAt + LONGEST_LIFE;
  const exp = claims['exp'] === undefined ? latest : Math.min(requiredTime(claims, 'exp'), latest);
  return { issuedAt, goodUntil: assertTimely({ ...claims, exp }, clock) };
}

function meant({ sub, sid }: JsonObject): Pick<LogoutToken, 'sub' | 'sid'> {
  if (sub === undefined && sid === undefined) throw invalid('names neither a user nor a session');
  if (sub !== undefined && !isSubject(sub)) throw invalid('has no usable `sub`');
  if (sid !== undefined && (typeof sid !== 'string' || sid === ''))
    throw invalid('has no usable `sid`');
  return { ...(sub === undefined ? {} : { sub }), ...(sid === undefined ? {} : { sid }) };
}

function invalid(what: string): CriiptoAuthError {
  return new CriiptoAuthError('id_token_claim_invalid', `The token ${what}`);
}
