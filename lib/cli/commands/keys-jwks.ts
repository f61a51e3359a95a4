import {
  isSigningAlgorithm,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
} from '../../keys/algorithms.js';
import { importKeyFile, readKeyFile } from '../../keys/key-file.js';
import { type CliIo, type Command, CommandError, UsageError } from '../command.js';
import { parseOptions } from '../parse-options.js';
import { publicJwks } from '../public-jwks.js';

/** Prints the public half of the keys in a file. */
export const keysJwks: Command = {
  name: 'keys jwks',
  summary: 'print the public JWK set of a key file, to paste into the dashboard',
  usage: `Usage: criipto-auth keys jwks --in FILE [--passphrase-env NAME] [--alg ALG]

Prints the public JWK set of the private keys in FILE, a PEM or a private JWK set: what to paste into
the dashboard as static Client JWKS.

  --in FILE              the private keys
  --passphrase-env NAME  the environment variable that holds the passphrase of an encrypted PEM
  --alg ALG              the algorithm, when the application sets \`assertion.algorithm\`
`,
  run: printJwks,
};

async function printJwks(args: readonly string[], io: CliIo): Promise<number> {
  const options = parseOptions(args, ['in', 'passphrase-env', 'alg']);
  const path = options.in;
  if (path === undefined || path === '') throw new UsageError('Say which file to read: --in FILE');
  const passphrase = passphraseIn(io.env, options['passphrase-env']);
  const file = { path, passphrase, algorithm: algorithmOf(options.alg) };
  const result = await importKeyFile(await readKeyFile(path), file, '--in');
  if ('problems' in result) throw new CommandError(result.problems.join('\n'));
  io.stdout.write(await publicJwks(result.keys));
  return 0;
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

function algorithmOf(alg: string | undefined): SigningAlgorithm | undefined {
  if (alg === undefined || isSigningAlgorithm(alg)) return alg;
  throw new UsageError(`--alg must be one of ${Object.keys(SIGNING_ALGORITHMS).join(', ')}`);
}
