import { createPublicKey, verify } from 'node:crypto';

import { withinSeconds } from '../../common/within-seconds.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';
import { algorithmTraits } from '../algorithms.js';
import { predicateOf } from '../key-problem.js';
import { bytesOf, lengthProblem, noBytes, NothingReturned } from '../raw-signature.js';
import { signatureInput } from '../signature-input.js';
import type { Signer } from '../signer.js';

const PROBE = Buffer.from('nestjs-criipto-auth signer probe');
const PATIENCE_SECONDS = 10;

/**
 * What one signature showed. `problem` is what is wrong with it, a predicate without its subject; `failure` names
 * what the signer threw, and repeats nothing of it.
 */
export type ProbeOutcome = 'works' | { readonly problem: string } | { readonly failure: string };

const MISMATCH =
  'returns signatures that its `publicJwk` does not verify: give the public key of the version that ' +
  'signs; for ECDSA return r || s and not DER, for PSS use a salt as long as the hash';

/**
 * Has a signer sign once, and verifies that with the key that we publish, as strictly as a provider
 * would. It finds another version of the key, DER, what are no bytes, and a PSS salt of the wrong length.
 */
export async function probeSigner(signer: Signer): Promise<ProbeOutcome> {
  try {
    const returned: unknown = await withinSeconds(PATIENCE_SECONDS, async ({ signal }) =>
      signer.sign(PROBE, { signal }),
    );
    const problem = problemOf(returned, signer);
    return problem === undefined ? 'works' : { problem };
  } catch (error) {
    if (error instanceof NothingReturned) return { problem: noBytes(undefined) };
    const isUnreadable = error instanceof CriiptoAuthError && error.code === 'key_invalid';
    return isUnreadable ? { problem: predicateOf(error) } : { failure: nameOfThrown(error) };
  }
}

function problemOf(returned: unknown, signer: Signer): string | undefined {
  const bytes = bytesOf(returned);
  if (bytes === undefined) return noBytes(returned);
  return lengthProblem(bytes, signer) ?? (isVerified(signer, bytes) ? undefined : MISMATCH);
}

function isVerified({ alg, publicJwk }: Signer, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: { ...publicJwk }, format: 'jwk' });
  return verify(algorithmTraits(alg).hash, PROBE, signatureInput(key, alg), signature);
}
