import { importKeyFile, readKeyFile } from '../../keys/material/key-file.js';
import { type CliIo, type Command, UsageError } from '../command.js';
import { parseOptions } from '../parse-options.js';
import { keysOf, readingOptions } from '../private-keys.js';
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
  const file = { path, ...readingOptions(options, io.env) };
  const keys = keysOf(await importKeyFile(await readKeyFile(path), file, '--in'));
  io.stdout.write(await publicJwks(keys));
  return 0;
}
