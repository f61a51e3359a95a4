import { type KeyObject, verify } from 'node:crypto';

import type { JsonObject } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { algorithmTraits, type SigningAlgorithm } from '../../keys/algorithms.js';
import { signatureInput } from '../../keys/signature-input.js';
import type { ProviderKeys, TokenSender } from '../discovery/provider-keys.js';
import { decodeSegment, type JwtExpectations, readJwtHeader } from './jws-header.js';

/** What the provider signed, and by which of its keys. What it says is still to be checked. */
export interface SignedToken {
  readonly claims: JsonObject;
  readonly kid: string | undefined;
  readonly key: KeyObject;
}

export interface SignedTokenExpectations extends JwtExpectations {
  /** Who sent it to us, by which way it came: whose budget it is when its key has to be looked for. */
  readonly sender: TokenSender;
}

/**
 * Verifies that the provider signed a token.
 *
 * @throws {CriiptoAuthError} `id_token_too_large`, `id_token_malformed`, `id_token_algorithm_unexpected`,
 *   `id_token_type_unexpected`, `id_token_key_unknown`, `id_token_signature_invalid`, `provider_keys_unavailable`.
 */
export async function verifySignedToken(
  token: string,
  keys: Pick<ProviderKeys, 'find'>,
  expected: SignedTokenExpectations,
): Promise<SignedToken> {
  const { kid } = readJwtHeader(token, expected);
  const key = await keys.find(expected.alg, kid, expected.sender);
  if (!isSignedBy(key, token, expected.alg)) {
    throw new CriiptoAuthError(
      'id_token_signature_invalid',
      'The token has a signature that does not verify',
    );
  }
  const claims = decodeSegment(token.slice(token.indexOf('.') + 1, token.lastIndexOf('.')));
  return { claims, kid, key };
}

/** Verified at once: it takes less time than to hand it to a thread of the pool. */
function isSignedBy(key: KeyObject, token: string, alg: SigningAlgorithm): boolean {
  const end = token.lastIndexOf('.');
  const signed = Buffer.from(token.slice(0, end));
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  try {
    return verify(algorithmTraits(alg).hash, signed, signatureInput(key, alg), signature);
  } catch {
    return false; // nothing that could be a signature of this key
  }
}
