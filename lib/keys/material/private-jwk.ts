import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

import { isJsonObject } from '../../common/json.js';
import { keyProblem, shown } from '../key-problem.js';
import { kidProblem } from '../kid.js';
import { listsAny } from './key-operations.js';
import type { KeyTraits } from './local-key.js';

/** What a private key does, by its use. The first is what a key of RSA does. */
const OPERATIONS: Readonly<Record<'sig' | 'enc', readonly string[]>> = {
  sig: ['sign'],
  enc: ['decrypt', 'unwrapKey', 'deriveKey', 'deriveBits'],
};
/** What a key of the other use does, or its public half. */
const FOREIGN: Readonly<Record<'sig' | 'enc', readonly string[]>> = {
  sig: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'deriveKey', 'deriveBits'],
  enc: ['sign', 'verify'],
};

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
  const misnamed = kid === undefined ? undefined : kidProblem(kid);
  if (misnamed !== undefined)
    throw keyProblem(`${misnamed}: write another, or leave it out to use the thumbprint`);
  const use = useOf(jwk);
  assertOperations(jwk, use);
  return {
    use,
    ...(typeof kid === 'string' ? { kid } : {}),
    ...(alg === undefined ? {} : { alg }),
  };
}

function useOf({
  use,
  alg,
  crv,
  key_ops: operations,
}: Readonly<Record<string, unknown>>): 'sig' | 'enc' {
  if (use === 'sig' || use === 'enc') return use;
  if (use !== undefined)
    throw keyProblem('has a "use" that is neither "sig" nor "enc": write one of them');
  const encrypts = typeof alg === 'string' && /^(RSA-OAEP|ECDH-ES)/.test(alg);
  return encrypts || crv === 'X25519' || onlyDecrypts(operations) ? 'enc' : 'sig';
}

function onlyDecrypts(operations: unknown): boolean {
  return listsAny(operations, OPERATIONS.enc) && !listsAny(operations, OPERATIONS.sig);
}

/** RFC 7517 section 4.3: what it says beside `use` must not contradict that. */
function assertOperations(
  { key_ops: operations, use: stated }: Readonly<Record<string, unknown>>,
  use: 'sig' | 'enc',
): void {
  if (operations === undefined) return;
  const [needed = ''] = OPERATIONS[use];
  const advice = `write ["${needed}"], or leave it out`;
  if (!Array.isArray(operations))
    throw keyProblem(`has a "key_ops" that is not a list of texts: ${advice}`);
  if (!listsAny(operations, OPERATIONS[use]))
    throw keyProblem(`has a "key_ops" without "${needed}", and its "use" is "${use}": ${advice}`);
  const foreign = FOREIGN[use].find((operation) => operations.includes(operation));
  if (stated !== undefined && foreign !== undefined)
    throw keyProblem(`has a "key_ops" with "${foreign}", and its "use" is "${use}": ${advice}`);
}
