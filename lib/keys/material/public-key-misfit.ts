import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { SigningAlgorithm } from '../algorithms.js';
import { keyProblem, predicateOf } from '../key-problem.js';
import { signingAlgorithm } from './fitting-algorithm.js';
import { listsAny } from './key-operations.js';
import { keyShape } from './key-shape.js';

/** What keeps this from being the public key of what signs with `alg`, as a predicate; nothing when it is. */
export function publicKeyMisfit(
  publicJwk: Readonly<Record<string, unknown>>,
  alg: SigningAlgorithm | undefined,
): string | undefined {
  const { key_ops: operations } = publicJwk;
  // Some services list what the private half does.
  if (operations !== undefined && !listsAny(operations, ['verify', 'sign']))
    return 'has a "key_ops" without "verify": leave it out';
  try {
    signingAlgorithm(keyShape(publicKey(publicJwk)), alg);
    return undefined;
  } catch (error) {
    if (error instanceof CriiptoAuthError) return predicateOf(error);
    throw error;
  }
}

function publicKey(publicJwk: Readonly<Record<string, unknown>>): KeyObject {
  try {
    // Node checks the members itself, and throws when one is not as JsonWebKey says.
    return createPublicKey({ key: publicJwk as JsonWebKey, format: 'jwk' });
  } catch {
    throw keyProblem('is not a public key in JWK form');
  }
}
