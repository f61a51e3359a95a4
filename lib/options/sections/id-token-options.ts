import { isSigningAlgorithm, type SigningAlgorithm } from '../../keys/algorithms.js';
import type { EachOf, OptionReader } from '../reading/option-reader.js';

/** What ID tokens are held to, beyond what OpenID Connect Core section 3.1.3.7 demands. */
export interface IdTokenOptions {
  /** The one algorithm that ID tokens may be signed with. @default 'RS256' */
  readonly alg?: SigningAlgorithm;
  /** Seconds that the provider's clock may be off, at most 300. @default 60 */
  readonly clockTolerance?: number;
  /** Whether ID tokens must be encrypted for our `enc` key, or must not be. @default false */
  readonly decryption?: false | 'required';
  /**
   * Bytes that an ID token may have, at most 131072, and twice as many where it is encrypted. The evidence of a
   * long text that was signed needs more than the rest of all claims. @default 16384
   */
  readonly maxSize?: number;
}

export type ResolvedIdToken = ReturnType<typeof idTokenOptions>;

const KB = 1024;

export function idTokenOptions(section: OptionReader<IdTokenOptions>, ftn: boolean) {
  const alg = section.optionalText('alg') ?? 'RS256';
  if (!isSigningAlgorithm(alg))
    section.problem('alg', 'must be one asymmetric algorithm, such as "RS256"');
  return {
    alg: isSigningAlgorithm(alg) ? alg : 'RS256',
    clockTolerance: section.number('clockTolerance', 60, { min: 0, max: 300 }, ' of seconds'),
    decryption: section.choice('decryption', [false, 'required'] as const, ftn && 'required'),
    maxSize: section.number('maxSize', 16 * KB, { min: 4 * KB, max: 128 * KB }, ' of bytes'),
  } as const satisfies EachOf<IdTokenOptions>;
}
