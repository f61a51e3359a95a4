import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

import { isJsonObject } from '../../common/json.js';
import { keyProblem, shown } from '../key-problem.js';
import type { KeyTraits } from './local-key.js';

const RSA_PRIVATE_MEMBERS = ['p', 'q', 'dp', 'dq', 'qi'];

/**
 * The key in a private JWK (RFC 7517), with what it says about itself.
 *
 * @throws {CriiptoAuthError} `key_invalid`.
 */
export function privateKeyFromJwk(jwk: unknown): { privateKey: KeyObject; traits: KeyTraits } {
  if (!isJsonObject(jwk)) throw keyProblem('is not a JWK: it must be an object with "kty"');
  assertPrivate(jwk);
  const privateKey = createKey(jwk);
  if (jwk['kty'] === 'OKP') assertSamePoint(privateKey, jwk['x']);
  return { privateKey, traits: traitsOf(jwk) };
}

function assertPrivate(jwk: Readonly<Record<string, unknown>>): void {
  const { kty } = jwk;
  if (kty === 'oct') {
    throw keyProblem('is a symmetric key (kty "oct"): give an RSA, EC or Ed25519 private key');
  }
  if (kty !== 'RSA' && kty !== 'EC' && kty !== 'OKP') {
    throw keyProblem('is not a JWK: its "kty" must be "RSA", "EC" or "OKP"');
  }
  if (jwk['d'] === undefined) {
    throw keyProblem('is a public key: give the private key, the JWK with the member "d"');
  }
  if (kty === 'RSA' && RSA_PRIVATE_MEMBERS.some((member) => jwk[member] === undefined)) {
    throw keyProblem(
      `is incomplete: an RSA key needs ${RSA_PRIVATE_MEMBERS.join(', ')} beside "d"`,
    );
  }
}

function createKey(jwk: Readonly<Record<string, unknown>>): KeyObject {
  try {
    // Node checks the members itself, and throws when one is not as JsonWebKey says.
    return createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' });
  } catch {
    // The error underneath may quote a member.
    throw keyProblem(
      `is damaged, or of a kind that the library does not use (kty ${shown(jwk['kty'])}, ` +
        `crv ${shown(jwk['crv'] ?? 'none')}): give an RSA, EC (P-256, P-384, P-521) or Ed25519 key`,
    );
  }
}

/** Node derives the public half from the private one, and ignores an `x` that says otherwise. */
function assertSamePoint(key: KeyObject, x: unknown): void {
  const derived = createPublicKey(key).export({ format: 'jwk' }).x ?? '';
  const same =
    typeof x === 'string' && Buffer.from(derived, 'base64url').equals(Buffer.from(x, 'base64url'));
  if (!same) throw keyProblem('is broken: its "x" belongs to another key');
}

function traitsOf(jwk: Readonly<Record<string, unknown>>): KeyTraits {
  const { kid, alg } = jwk;
  if (kid !== undefined && (typeof kid !== 'string' || kid === '')) {
    throw keyProblem(
      'has a "kid" that is not a text: write one, or leave it out to use the thumbprint',
    );
  }
  return {
    use: useOf(jwk),
    ...(kid === undefined ? {} : { kid }),
    ...(alg === undefined ? {} : { alg }),
  };
}

function useOf({ use, alg, crv }: Readonly<Record<string, unknown>>): 'sig' | 'enc' {
  if (use === 'sig' || use === 'enc') return use;
  if (use !== undefined)
    throw keyProblem('has a "use" that is neither "sig" nor "enc": write one of them');
  const encrypts = typeof alg === 'string' && /^(RSA-OAEP|ECDH-ES)/.test(alg);
  return encrypts || crv === 'X25519' ? 'enc' : 'sig';
}
