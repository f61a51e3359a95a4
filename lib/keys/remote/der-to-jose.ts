import { algorithmTraits, isSigningAlgorithm, SIGNING_ALGORITHMS } from '../algorithms.js';
import { keyProblem } from '../key-problem.js';
import { bytesOf, noBytes } from '../raw-signature.js';

const SEQUENCE = 0x30;
const INTEGER = 0x02;

export type EcdsaAlgorithm = 'ES256' | 'ES384' | 'ES512';

export function isEcdsa(alg: string): alg is EcdsaAlgorithm {
  return isSigningAlgorithm(alg) && algorithmTraits(alg).kty === 'EC';
}

/**
 * An ECDSA signature as JOSE wants it: `r || s`, each as long as the curve is wide. HSMs and KMS
 * mostly return DER (RFC 3279 section 2.2.3): `SEQUENCE { r INTEGER, s INTEGER }`, whose integers are
 * as short as they can be. Read to the letter.
 *
 * @throws {CriiptoAuthError} `key_invalid`.
 */
export function derToJose(der: Uint8Array, alg: EcdsaAlgorithm): Uint8Array {
  // One half is r, the other s.
  const size = SIGNING_ALGORITHMS[alg].signatureBytes / 2;
  const bytes = bytesOf(der);
  if (bytes === undefined) throw keyProblem(noBytes(der));
  const sequence = readElement(bytes, SEQUENCE);
  const r = readElement(sequence.value, INTEGER);
  const s = readElement(r.rest, INTEGER);
  if (sequence.rest.length > 0 || s.rest.length > 0) throw malformed('has more than r and s');
  return Buffer.concat([fixedLength(r.value, size), fixedLength(s.value, size)]);
}

interface Element {
  readonly value: Uint8Array;
  /** What follows it. */
  readonly rest: Uint8Array;
}

function readElement(bytes: Uint8Array, tag: number): Element {
  const [actual, first = Number.NaN] = bytes;
  if (actual !== tag) throw malformed('does not begin as one');
  // No signature needs a length of more than one byte after the marker: P-521 comes to 139 at most.
  const isLong = first === 0x81;
  const length = isLong ? (bytes[2] ?? 0) : first;
  if (!(isLong ? length >= 0x80 : length < 0x80)) throw malformed('has a length that is not DER');
  const start = isLong ? 3 : 2;
  if (bytes.length < start + length) throw malformed('is cut short');
  return {
    value: bytes.subarray(start, start + length),
    rest: bytes.subarray(start + length),
  };
}

/** A positive integer in as many bytes as wanted. */
function fixedLength(integer: Uint8Array, size: number): Uint8Array {
  const [first = 0, second = 0] = integer;
  if (integer.length === 0 || first >= 0x80) throw malformed('has a number that is not positive');
  const isPadded = first === 0;
  if (isPadded && second < 0x80) throw malformed('has a number that is zero or not in short form');
  const digits = isPadded ? integer.subarray(1) : integer;
  if (digits.length > size) throw malformed('has a number too large for its curve');
  const fixed = new Uint8Array(size);
  fixed.set(digits, size - digits.length);
  return fixed;
}

function malformed(how: string): Error {
  return keyProblem(`returned a signature that is not DER: it ${how}`);
}
