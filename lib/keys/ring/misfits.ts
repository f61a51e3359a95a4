import type { SigningAlgorithm } from '../algorithms.js';
import { modulusBits } from '../modulus.js';
import type { PublicJwk } from '../public-jwk.js';

/** What the options ask of the keys of a ring. */
export interface WantedKeys {
  readonly algorithm: SigningAlgorithm;
  /** Bits, of RSA keys. */
  readonly modulusLength: number;
}

/** What keys are not that they should be, by `kid`: a predicate each. Keys that fit are not in it. */
export type Misfits = ReadonlyMap<string, string>;

export const NO_MISFITS: Misfits = new Map();

/**
 * The keys of a ring that options which were changed do not fit any more. They stay in use until one that fits
 * was published for its lead: the provider knows no other.
 */
export function misfitsAmong(keys: readonly PublicJwk[], wanted: WantedKeys): Misfits {
  return new Map(
    keys.flatMap((key) => {
      const misfit = misfitOf(key, wanted);
      return misfit === undefined ? [] : [[key.kid, misfit] as const];
    }),
  );
}

function misfitOf(
  { use, alg, kty, n = '' }: PublicJwk,
  { algorithm, modulusLength }: WantedKeys,
): string | undefined {
  if (use === 'sig' && alg !== algorithm) return `signs ${alg}, and ${algorithm} is asked for`;
  if (kty !== 'RSA') return undefined;
  const bits = modulusBits(n);
  return bits < modulusLength ? `has ${bits} bits, and ${modulusLength} are asked for` : undefined;
}

/** What there is to say of a key in use that does not fit. */
export function misfitProblem(kid: string, misfits: Misfits): string | undefined {
  const misfit = misfits.get(kid);
  return misfit === undefined
    ? undefined
    : `The key ${kid} ${misfit}: it is used until one that fits was published for long enough`;
}
