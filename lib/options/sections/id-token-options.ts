import { isSigningAlgorithm } from '../../keys/algorithms.js';
import type { OptionReader } from '../reading/option-reader.js';
import type { ResolvedOptions } from '../resolved-options.js';

const KB = 1024;

export function idTokenOptions(section: OptionReader, ftn: boolean): ResolvedOptions['idToken'] {
  section.allow('alg', 'clockTolerance', 'decryption', 'maxSize');
  const alg = section.optionalText('alg') ?? 'RS256';
  if (!isSigningAlgorithm(alg))
    section.problem('alg', 'must be one asymmetric algorithm, such as "RS256"');
  return {
    alg: isSigningAlgorithm(alg) ? alg : 'RS256',
    clockTolerance: section.number('clockTolerance', 60, { min: 0, max: 300 }, ' of seconds'),
    decryption: section.choice('decryption', [false, 'required'] as const, ftn && 'required'),
    maxSize: section.number('maxSize', 16 * KB, { min: 4 * KB, max: 128 * KB }, ' of bytes'),
  };
}
