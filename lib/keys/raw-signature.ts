import { types } from 'node:util';

import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { algorithmTraits } from './algorithms.js';
import { modulusBytes } from './modulus.js';
import type { Signer } from './signer.js';

/** The bytes that somebody else's code returned, also of another realm, or as WebCrypto has them. Nothing for what are none. */
export function bytesOf(returned: unknown): Uint8Array | undefined {
  if (types.isUint8Array(returned)) return returned;
  return types.isAnyArrayBuffer(returned) ? new Uint8Array(returned) : undefined;
}

/**
 * A service that is out of order may answer without a signature, so that another try may help. One that
 * does so when the application starts never had one.
 */
export class NothingReturned extends CriiptoAuthError {
  constructor(kid: string) {
    super('signer_failed', `The key ${kid} could not sign (it returned nothing)`);
  }
}

/** Of what is not bytes: a predicate without its subject. */
export function noBytes(returned: unknown): string {
  return `returned ${kindOf(returned)} in place of a signature: return the raw JOSE signature as Uint8Array`;
}

/**
 * What keeps bytes from being a raw signature, by their length: a predicate. What a KMS or an HSM returns is
 * often DER, and a service that is out of order may return anything.
 */
export function lengthProblem(
  { length }: Uint8Array,
  { alg, publicJwk }: Pick<Signer, 'alg' | 'publicJwk'>,
): string | undefined {
  const { kty, signatureBytes = modulusBytes(publicJwk.n ?? '') } = algorithmTraits(alg);
  if (length === signatureBytes) return undefined;
  return (
    `returned ${length} bytes, but a signature of ${alg} has ${signatureBytes}: ` +
    `return the raw JOSE signature${kty === 'EC' ? ', which is r || s and not DER' : ''}`
  );
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return 'a text';
  return Array.isArray(value) ? 'a list' : `something else (${typeof value})`;
}
