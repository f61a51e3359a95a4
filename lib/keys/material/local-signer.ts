import { sign } from 'node:crypto';

import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { algorithmTraits, type SigningAlgorithm } from '../algorithms.js';
import type { PublicJwk } from '../public-jwk.js';
import { type SignatureInput, signatureInput } from '../signature-input.js';
import type { Signer } from '../signer.js';
import type { LocalSigningKey } from './local-key.js';

/**
 * Signs with a private key in this process, on a thread of the pool, so that the event loop stays
 * free. Printing or serializing it shows the public key only.
 */
export class LocalSigner implements Signer {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly publicJwk: PublicJwk;
  readonly #hash: string | null;
  readonly #key: SignatureInput;

  constructor(key: LocalSigningKey) {
    this.kid = key.kid;
    this.alg = key.alg;
    this.publicJwk = key.publicJwk;
    this.#hash = algorithmTraits(key.alg).hash;
    this.#key = signatureInput(key.privateKey, key.alg);
  }

  /** Done before anybody could give it up, so that the signal is not looked at. */
  sign(bytes: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      sign(this.#hash, bytes, this.#key, (error, signature) => {
        if (error)
          reject(new CriiptoAuthError('signer_failed', `The key ${this.kid} could not sign.`));
        else resolve(signature);
      });
    });
  }
}
