import { compactVerify } from 'jose';

import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { JsonObject } from '../common/json.js';
import { decodeSegment, type JwtExpectations, readJwtHeader } from './jwt-front.js';
import type { ProviderKeys } from './provider-keys.js';

/**
 * The claims of a token that the provider signed. What they say is still to be checked.
 *
 * @throws {CriiptoAuthError} `id_token_too_large`, `id_token_malformed`, `id_token_algorithm_unexpected`,
 *   `id_token_type_unexpected`, `id_token_key_unknown`, `id_token_signature_invalid`, `provider_keys_unavailable`.
 */
export async function signedClaims(
  token: string,
  keys: Pick<ProviderKeys, 'find'>,
  expected: JwtExpectations,
): Promise<JsonObject> {
  const { kid } = readJwtHeader(token, expected);
  const key = await keys.find(expected.alg, kid);
  const { payload } = await compactVerify(token, key, { algorithms: [expected.alg] }).catch(() => {
    throw new CriiptoAuthError(
      'id_token_signature_invalid',
      'The token has a signature that does not verify',
    );
  });
  return decodeSegment(Buffer.from(payload).toString('base64url'));
}
