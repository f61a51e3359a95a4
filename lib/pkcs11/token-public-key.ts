import { createPublicKey, type JsonWebKey } from 'node:crypto';

import type { Handle } from 'pkcs11js';

import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { CryptokiError } from './cryptoki-error.js';
import {
  CKA_EC_PARAMS,
  CKA_EC_POINT,
  CKA_MODULUS,
  CKA_PUBLIC_EXPONENT,
  CKK_RSA,
} from './cryptoki.js';
import type { LibraryCalls } from './library-start.js';
import { PKCS11_ALGORITHMS, type Pkcs11Algorithm } from './pkcs11-algorithms.js';

/** P-256 as an object identifier in DER (RFC 5480 section 2.1.1.1). */
const P256 = '06082a8648ce3d030107';
const COORDINATE_BYTES = 32;

/**
 * The public half of a key, from its public object, or from the private one: of RSA that has it too.
 *
 * @throws {CriiptoAuthError} `key_invalid`.
 */
export async function publicJwkOf(
  library: LibraryCalls,
  session: Handle,
  alg: Pkcs11Algorithm,
  key: Handle,
): Promise<JsonWebKey> {
  const isRsa = PKCS11_ALGORITHMS[alg].keyType === CKK_RSA;
  const types = isRsa ? [CKA_MODULUS, CKA_PUBLIC_EXPONENT] : [CKA_EC_PARAMS, CKA_EC_POINT];
  const template = types.map((type) => ({ type }));
  const [first, second] = await library
    .call('C_GetAttributeValue', session, key, template)
    .catch(withoutAttributes);
  if (!first || !second) throw noPublicKey();
  return isRsa ? rsaJwk(first.value, second.value) : ecJwk(first.value, second.value);
}

function rsaJwk(modulus: Buffer, exponent: Buffer): JsonWebKey {
  const jwk = { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') };
  // Takes zeros away that some tokens put in front.
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'jwk' });
}

/** The point is `04 || x || y`, in an OCTET STRING or, from some tokens, bare. */
function ecJwk(curve: Buffer, point: Buffer): JsonWebKey {
  const bare = point.subarray(-1 - 2 * COORDINATE_BYTES);
  if (curve.toString('hex') !== P256 || bare[0] !== 0x04)
    throw new CriiptoAuthError('key_invalid', 'The key in the token is not on P-256');
  return {
    kty: 'EC',
    crv: 'P-256',
    x: bare.subarray(1, 1 + COORDINATE_BYTES).toString('base64url'),
    y: bare.subarray(1 + COORDINATE_BYTES).toString('base64url'),
  };
}

function withoutAttributes(error: unknown): [] {
  if (error instanceof CryptokiError && error.code.startsWith('CKR_ATTRIBUTE_')) return [];
  throw error;
}

function noPublicKey(): CriiptoAuthError {
  return new CriiptoAuthError(
    'key_invalid',
    'The token does not show the public key: keep it there too, under the same label and id',
  );
}
