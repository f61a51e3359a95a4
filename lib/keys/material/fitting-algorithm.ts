import {
  algorithmTraits,
  DECRYPTION_ALGORITHMS,
  isSigningAlgorithm,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
} from '../algorithms.js';
import { keyProblem, shown } from '../key-problem.js';
import { describeShape, type KeyShape } from './key-shape.js';

/** Whether a key of this shape can sign with this algorithm. */
export function fits(shape: KeyShape, alg: SigningAlgorithm): boolean {
  const traits = algorithmTraits(alg);
  return traits.kty === shape.kty && traits.crv === shape.crv;
}

/** The algorithm that a key signs with: what was asked for, else what the key names, else the usual one of its type. */
export function signingAlgorithm(
  shape: KeyShape,
  asked: SigningAlgorithm | undefined,
  named?: unknown,
): SigningAlgorithm {
  const fitting = fittingAlgorithms(shape);
  const [usual] = fitting;
  if (usual === undefined) {
    throw keyProblem(
      `is ${describeShape(shape)}, which cannot sign: give an RSA, EC or Ed25519 key`,
    );
  }
  const wanted = asked ?? namedAlgorithm(named) ?? usual;
  if (!fits(shape, wanted)) {
    throw keyProblem(
      `is ${describeShape(shape)}, which cannot sign ${wanted}: ` +
        `use ${fitting.join(', ')}, or give a key that fits ${wanted}`,
    );
  }
  return wanted;
}

/** The algorithm that a key decrypts with: what it names, else the usual one of its type. */
export function decryptionAlgorithm(shape: KeyShape, named: unknown): string {
  if (shape.crv === 'Ed25519') {
    throw keyProblem(
      'is an Ed25519 key for encryption, which it cannot do: give an RSA, EC or X25519 key',
    );
  }
  const fitting = DECRYPTION_ALGORITHMS[shape.kty];
  const wanted = named ?? fitting[0];
  if (typeof wanted !== 'string' || !fitting.includes(wanted)) {
    throw keyProblem(
      `is ${describeShape(shape)} for encryption whose "alg" is ${shown(named)}: use ${fitting.join(', ')}`,
    );
  }
  return wanted;
}

function fittingAlgorithms(shape: KeyShape): readonly SigningAlgorithm[] {
  return Object.keys(SIGNING_ALGORITHMS)
    .filter(isSigningAlgorithm)
    .filter((alg) => fits(shape, alg));
}

function namedAlgorithm(named: unknown): SigningAlgorithm | undefined {
  if (named === undefined) return undefined;
  // RFC 9864 gave EdDSA with Ed25519 a second name. Verifiers know the first.
  if (named === 'Ed25519') return 'EdDSA';
  if (isSigningAlgorithm(named)) return named;
  throw keyProblem(
    `names ${shown(named)} as its "alg", which the library does not sign with: ` +
      `use one of ${Object.keys(SIGNING_ALGORITHMS).join(', ')}`,
  );
}
