import { hash as digestOf } from 'node:crypto';

import type { JsonObject } from '../../common/json.js';
import { equalInConstantTime } from '../../crypto/constant-time.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';
import type { SigningAlgorithm } from '../../keys/algorithms.js';
import type { ProviderKeys } from '../discovery/provider-keys.js';
import { assertIssuedToUs, type Parties } from './issuer-and-audience.js';
import { isSubject } from './issuer-and-audience.js';
import { verifySignedToken } from './signed-token.js';
import { assertTimely } from './token-times.js';

const AUTH_REQ_ID = 'urn:openid:params:jwt:claim:auth_req_id';

export interface IdTokenExpectations extends Parties {
  readonly alg: SigningAlgorithm;
  /** Bytes. */
  readonly maxSize: number;
  /**
   * The nonce that was sent; `false` in a flow that has none, whose tokens must not answer one either. A
   * refresh need not repeat it, but must not answer another (OpenID Connect Core section 12.2).
   */
  readonly nonce: string | false | { readonly ifPresent: string | undefined };
  /** The request that was waited for (CIBA section 7.3), to compare with the token's if it has one. */
  readonly authReqId?: string;
  /** Seconds since the epoch. */
  readonly now: number;
  /** Seconds. */
  readonly clockTolerance: number;
  /** The access token that came with it, to compare with `at_hash`. */
  readonly accessToken: string;
}

/** The claims of a token that passed every check. */
export type IdTokenClaims = JsonObject & { readonly iss: string; readonly sub: string };

/**
 * Validates an ID token in full: OpenID Connect Core section 3.1.3.7, item by item, the signature
 * always included. It came from the token endpoint, in answer to a request of ours: nobody else may send one here.
 *
 * @throws {CriiptoAuthError} with one of the `id_token_…` codes, or `provider_keys_unavailable`.
 */
export async function validateIdToken(
  token: string,
  keys: Pick<ProviderKeys, 'find'>,
  expected: IdTokenExpectations,
): Promise<IdTokenClaims> {
  const { alg, maxSize } = expected;
  const { claims } = await verifySignedToken(token, keys, { alg, maxSize, sender: 'provider' });
  return checkClaims(claims, expected);
}

function checkClaims(claims: JsonObject, expected: IdTokenExpectations): IdTokenClaims {
  assertIssuedToUs(claims, expected); // items 2 to 5
  assertTimely(claims, expected); // items 9 and 10
  checkNonce(claims, expected);
  checkAuthReqId(claims, expected);
  checkAccessTokenHash(claims, expected);
  // Such as a logout token, which else looks like an ID token where no nonce is expected: RFC 8417 section 4.
  if (claims['events'] !== undefined)
    refuse('id_token_claim_invalid', 'tells of an event, and is good for nothing else');
  if (!isSubject(claims['sub'])) refuse('id_token_claim_invalid', 'has no usable `sub`');
  return claims as IdTokenClaims; // its issuer is ours, and its subject was looked at
}

function checkNonce({ nonce }: JsonObject, { nonce: expected }: IdTokenExpectations): void {
  if (nonce === undefined && typeof expected !== 'string') return;
  const sent = typeof expected === 'object' ? expected.ifPresent : expected;
  const isRight =
    typeof nonce === 'string' && typeof sent === 'string' && equalInConstantTime(nonce, sent);
  if (!isRight) refuse('id_token_nonce_mismatch', 'answers another login');
}

/** CIBA section 10.3.1: the claim is for tokens that are pushed, but whoever sends it must mean us. */
function checkAuthReqId(claims: JsonObject, { authReqId }: IdTokenExpectations): void {
  const claimed = claims[AUTH_REQ_ID];
  if (claimed === undefined) return;
  const isRight =
    typeof claimed === 'string' &&
    authReqId !== undefined &&
    equalInConstantTime(claimed, authReqId);
  if (!isRight) refuse('id_token_request_mismatch', 'answers another request');
}

/** OpenID Connect Core section 3.1.3.8: the left half of the hash that goes with the algorithm. */
function checkAccessTokenHash(
  { at_hash: hash }: JsonObject,
  { accessToken, alg }: IdTokenExpectations,
): void {
  if (hash === undefined) return;
  const digest = digestOf(alg === 'EdDSA' ? 'sha512' : `sha${alg.slice(2)}`, accessToken, 'buffer');
  const leftHalf = digest.subarray(0, digest.length / 2).toString('base64url');
  if (hash !== leftHalf) refuse('id_token_at_hash_mismatch', 'belongs to another access token');
}

function refuse(code: CriiptoAuthErrorCode, what: string): never {
  throw new CriiptoAuthError(code, `The ID token ${what}`);
}
