import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

import { keyProblem } from '../key-problem.js';

const PROBE = Buffer.from('nestjs-criipto-auth key self-test');

/**
 * Signs and verifies once. A JWK whose public members belong to another key imports without complaint,
 * and would only fail at the provider.
 *
 * @throws {CriiptoAuthError} `key_invalid`.
 */
export async function assertKeyWorks(privateKey: KeyObject): Promise<void> {
  const type = privateKey.asymmetricKeyType;
  // X25519 cannot sign, and Node derives its public half from the private one.
  if (type === 'x25519') return;
  if (await signsAndVerifies(privateKey, type === 'ed25519' ? null : 'sha256')) return;
  throw keyProblem('is broken: its public and its private members do not belong together');
}

function signsAndVerifies(privateKey: KeyObject, hash: string | null): Promise<boolean> {
  return new Promise((resolve) => {
    sign(hash, PROBE, privateKey, (error, signature) => {
      resolve(!error && verify(hash, PROBE, createPublicKey(privateKey), signature));
    });
  });
}
