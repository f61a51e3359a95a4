import { createPublicKey, type KeyObject } from 'node:crypto';

import type { SigningAlgorithm } from '../algorithms.js';
import type { DecryptionKey } from '../key-provider.js';
import { type PublicJwk, toPublicJwk } from '../public-jwk.js';
import { decryptionAlgorithm, signingAlgorithm } from './fitting-algorithm.js';
import { assertKeyWorks } from './key-self-test.js';
import { keyShape } from './key-shape.js';
import { thumbprint } from './thumbprint.js';

/** A private key in this process that signs. */
export interface LocalSigningKey {
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: SigningAlgorithm;
  readonly privateKey: KeyObject;
  readonly publicJwk: PublicJwk;
}

/** A private key in this process that opens what was encrypted for us. */
export interface LocalDecryptionKey extends DecryptionKey {
  readonly use: 'enc';
  readonly publicJwk: PublicJwk;
}

export type LocalKey = LocalSigningKey | LocalDecryptionKey;

/** What is known of a key beside its material. */
export interface KeyTraits {
  readonly kid?: string;
  readonly use?: 'sig' | 'enc';
  /** The `alg` that the key itself names. */
  readonly alg?: unknown;
}

/**
 * Makes a key ready for use: names it by its RFC 7638 thumbprint unless it has a name, settles its
 * algorithm, and tries it once.
 *
 * @throws {CriiptoAuthError} `key_invalid`.
 * @param algorithm overrides the `alg` of a key that signs.
 */
export async function localKey(
  privateKey: KeyObject,
  traits: KeyTraits = {},
  algorithm?: SigningAlgorithm,
): Promise<LocalKey> {
  const shape = keyShape(privateKey);
  const named =
    traits.use === 'enc'
      ? { use: traits.use, alg: decryptionAlgorithm(shape, traits.alg) }
      : { use: 'sig' as const, alg: signingAlgorithm(shape, algorithm, traits.alg) };
  const material = createPublicKey(privateKey).export({ format: 'jwk' });
  await assertKeyWorks(privateKey);
  const kid = traits.kid ?? thumbprint(material);
  return Object.freeze({
    kid,
    ...named,
    privateKey,
    publicJwk: toPublicJwk({ ...material, kid, ...named }),
  });
}
