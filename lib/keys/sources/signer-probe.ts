import { createPublicKey, verify } from 'node:crypto';

import { withinSeconds } from '../../common/within-seconds.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';
import { algorithmTraits } from '../algorithms.js';
import { signatureInput } from '../signature-input.js';
import type { Signer } from '../signer.js';

const PROBE = Buffer.from('nestjs-criipto-auth signer probe');
const PATIENCE_SECONDS = 10;

/** What one signature showed: `failure` names what the signer threw, and repeats nothing of it. */
export type ProbeOutcome = 'works' | 'does not verify' | { readonly failure: string };

/**
 * Has a signer sign once, and verifies that with the key that we publish, as strictly as a provider
 * would. It finds another version of the key, DER, and a PSS salt of the wrong length.
 */
export async function probeSigner(signer: Signer): Promise<ProbeOutcome> {
  try {
    const signature = await withinSeconds(PATIENCE_SECONDS, async ({ signal }) =>
      signer.sign(PROBE, { signal }),
    );
    return isVerified(signer, signature) ? 'works' : 'does not verify';
  } catch (error) {
    const isUnreadable = error instanceof CriiptoAuthError && error.code === 'key_invalid';
    return isUnreadable ? 'does not verify' : { failure: nameOfThrown(error) };
  }
}

function isVerified({ alg, publicJwk }: Signer, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: { ...publicJwk }, format: 'jwk' });
  return verify(algorithmTraits(alg).hash, PROBE, signatureInput(key, alg), signature);
}
