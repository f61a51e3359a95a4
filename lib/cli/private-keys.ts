import {
  isSigningAlgorithm,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
} from '../keys/algorithms.js';
import type { ImportResult } from '../keys/material/import-keys.js';
import type { LocalKey } from '../keys/material/local-key.js';
import { type CliIo, CommandError, UsageError } from './command.js';

/** How keys are read, from the flags of every command that reads them. */
export function readingOptions(
  flags: { readonly alg?: string; readonly 'passphrase-env'?: string },
  env: CliIo['env'],
): { readonly passphrase: string | undefined; readonly algorithm: SigningAlgorithm | undefined } {
  return {
    passphrase: passphraseIn(env, flags['passphrase-env']),
    algorithm: algorithmOf(flags.alg),
  };
}

/** The keys, or what is wrong with them as an error. */
export function keysOf(result: ImportResult): readonly LocalKey[] {
  if ('problems' in result) throw new CommandError(result.problems.join('\n'));
  return result.keys;
}

function passphraseIn(env: CliIo['env'], name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const passphrase = env[name];
  if (passphrase === undefined || passphrase === '') {
    // The name is not repeated: it may be the passphrase itself.
    throw new CommandError(
      '--passphrase-env names an environment variable that is not set or empty',
    );
  }
  return passphrase;
}

/** The algorithm that a flag names, if it was given. */
export function algorithmOf(alg: string | undefined, flag = '--alg'): SigningAlgorithm | undefined {
  if (alg === undefined || isSigningAlgorithm(alg)) return alg;
  throw new UsageError(`${flag} must be one of ${Object.keys(SIGNING_ALGORITHMS).join(', ')}`);
}
