import {
  isSigningAlgorithm,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
} from '../keys/algorithms.js';
import { importKeys, type ImportResult } from '../keys/material/import-keys.js';
import { importKeyFile, readKeyFile } from '../keys/material/key-file.js';
import type { LocalKey } from '../keys/material/local-key.js';
import { type CliIo, CommandError, UsageError } from './command.js';

/** The flags that say where private keys are. */
export const KEY_FLAGS = ['key-file', 'key-env', 'passphrase-env', 'alg'] as const;

type KeyFlags = Partial<Record<(typeof KEY_FLAGS)[number], string>>;

/** The private keys that the flags, and the environment where they are silent, tell of; none if nothing does. */
export async function keysIn(
  flags: KeyFlags,
  env: CliIo['env'],
): Promise<readonly LocalKey[] | undefined> {
  const { 'key-file': path, 'key-env': name } = flags;
  if (path !== undefined && name !== undefined)
    throw new UsageError('Give --key-file or --key-env, not both');
  const reading = readingOptions(flags, env);
  if (path !== undefined) return keysInFile(path, reading, '--key-file');
  const text = env[name ?? 'CRIIPTO_PRIVATE_KEY'];
  if (text) {
    return keysOf(await importKeys(text, { subject: 'The environment variable', ...reading }));
  }
  const file = name === undefined ? env['CRIIPTO_KEY_FILE'] : undefined;
  return file ? keysInFile(file, reading, 'CRIIPTO_KEY_FILE') : undefined;
}

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

async function keysInFile(
  path: string,
  reading: ReturnType<typeof readingOptions>,
  subject: string,
): Promise<readonly LocalKey[]> {
  return keysOf(await importKeyFile(await readKeyFile(path), { path, ...reading }, subject));
}
