import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../keys/algorithms.js';
import { generateKey } from '../../keys/generate-key.js';
import type { LocalKey } from '../../keys/local-key.js';
import { type CliIo, type Command, UsageError } from '../command.js';
import { parseOptions } from '../parse-options.js';
import { writePrivateFile } from '../private-file.js';
import { algorithmOf } from '../private-keys.js';
import { publicJwks } from '../public-jwks.js';

const MODULUS = { usual: 2048, least: 2048, most: 16384 } as const;

/** Makes a private key, keeps it in a file and prints its public half. */
export const keysGenerate: Command = {
  name: 'keys generate',
  summary: 'make a private key and print its public JWK set',
  usage: `Usage: criipto-auth keys generate [--alg ALG] [--modulus BITS] --out FILE

Writes a new private key to FILE as a private JWK set, readable by its owner only, and prints the
public JWK set. An existing FILE is never overwritten.

  --alg ALG       ${Object.keys(SIGNING_ALGORITHMS).join(', ')} (default RS256)
  --modulus BITS  size of an RSA key, at least ${MODULUS.least} (default ${MODULUS.usual})
  --out FILE      where to write the private key
`,
  run: generate,
};

async function generate(args: readonly string[], io: CliIo): Promise<number> {
  const options = parseOptions(args, ['alg', 'modulus', 'out']);
  const { out } = options;
  if (out === undefined || out === '')
    throw new UsageError('Say where to write the key: --out FILE');
  const alg = algorithmOf(options.alg) ?? 'RS256';
  const key = await generateKey(alg, modulusOf(options.modulus, alg));
  await writePrivateFile(out, privateJwks(key));
  io.stderr.write(
    `Wrote the private key ${key.kid} (${alg}) to ${out}. Keep it secret, and out of version control.\n` +
      'Its public JWK set follows.\n',
  );
  io.stdout.write(await publicJwks([key]));
  return 0;
}

function modulusOf(bits: string | undefined, alg: SigningAlgorithm): number {
  if (bits === undefined) return MODULUS.usual;
  if (SIGNING_ALGORITHMS[alg].kty !== 'RSA') {
    throw new UsageError(`--modulus is for RSA keys, and ${alg} uses none: leave it out`);
  }
  const modulus = /^\d{1,5}$/.test(bits) ? Number(bits) : 0;
  if (modulus >= MODULUS.least && modulus <= MODULUS.most) return modulus;
  throw new UsageError(
    `--modulus must be a number of bits from ${MODULUS.least} to ${MODULUS.most}`,
  );
}

function privateJwks({ privateKey, kid, use, alg }: LocalKey): string {
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid, use, alg };
  return `${JSON.stringify({ keys: [jwk] }, null, 2)}\n`;
}
