import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

import type { PrivateJwk } from 'nestjs-criipto-auth';

/** Bits that the Finnish Trust Network asks for. */
const MODULUS = 3072;

export interface FtnKeys {
  /** One signs, another decrypts. */
  readonly keys: readonly PrivateJwk[];
  /** What is pasted into the dashboard. */
  readonly publicJwks: { readonly keys: readonly object[] };
}

interface KeyPair {
  readonly privateJwk: PrivateJwk;
  readonly publicJwk: object;
}

/** New at every start. Yours are made once, by `criipto-auth keys generate --ftn`, and kept where secrets are. */
export async function generateFtnKeys(): Promise<FtnKeys> {
  const made = await Promise.all([
    newKey({ use: 'sig', alg: 'RS256', kid: 'sample-signs' }),
    newKey({ use: 'enc', alg: 'RSA-OAEP-256', kid: 'sample-decrypts' }),
  ]);
  return {
    keys: made.map(({ privateJwk }) => privateJwk),
    publicJwks: { keys: made.map(({ publicJwk }) => publicJwk) },
  };
}

async function newKey(names: Pick<PrivateJwk, 'use' | 'alg' | 'kid'>): Promise<KeyPair> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS });
  const jwkOf = (key: KeyObject) => ({ ...key.export({ format: 'jwk' }), kty: 'RSA', ...names });
  return { privateJwk: jwkOf(pair.privateKey), publicJwk: jwkOf(pair.publicKey) };
}
