import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../keys/algorithms.js';
import { generateDecryptionKey, generateKey } from '../../keys/material/generate-key.js';
import { LEAST_FTN_MODULUS } from '../../options/ftn-keys.js';
import { type CliIo, type Command, UsageError } from '../command.js';
import { parseOptions } from '../parse-options.js';
import { writePrivateFile } from '../private-file.js';
import { privateJwks } from '../private-jwks.js';
import { algorithmOf } from '../private-keys.js';
import { publicJwks } from '../public-jwks.js';

const LEAST_MODULUS = 2048;
const MOST_MODULUS = 16384;

/** Makes a private key, or one to sign and one to decrypt, keeps them in a file and prints their public half. */
export const keysGenerate: Command = {
  name: 'keys generate',
  summary: 'make a private key and print its public JWK set',
  usage: `Usage: criipto-auth keys generate [--alg ALG] [--modulus BITS] [--encryption | --ftn] --out FILE

Writes a new private key to FILE as a private JWK set, readable by its owner only, and prints the
public JWK set. An existing FILE is never overwritten.

  --alg ALG       ${Object.keys(SIGNING_ALGORITHMS).join(', ')} (default RS256)
  --modulus BITS  size of RSA keys, at least ${LEAST_MODULUS} (default ${LEAST_MODULUS})
  --encryption    a second key, for tokens that the provider encrypts (RSA-OAEP-256)
  --ftn           what the Finnish Trust Network asks for: as --encryption, and at least ${LEAST_FTN_MODULUS} bits
  --out FILE      where to write the private keys
`,
  run: generate,
};

async function generate(args: readonly string[], io: CliIo): Promise<number> {
  const options = parseOptions(args, ['alg', 'modulus', 'out'], ['encryption', 'ftn']);
  const { out, ftn = false } = options;
  if (out === undefined || out === '')
    throw new UsageError('Say where to write the key: --out FILE');
  const alg = algorithmOf(options.alg) ?? 'RS256';
  const encryption = ftn || options.encryption === true;
  if (ftn && !isRsa(alg))
    throw new UsageError(`--ftn needs RSA keys, and ${alg} uses none: leave --alg out`);
  if (options.modulus !== undefined && !isRsa(alg) && !encryption)
    throw new UsageError(`--modulus is for RSA keys, and ${alg} uses none: leave it out`);
  const modulus = modulusOf(options.modulus, ftn ? LEAST_FTN_MODULUS : LEAST_MODULUS);
  const keys = [
    await generateKey(alg, modulus),
    ...(encryption ? [await generateDecryptionKey(modulus)] : []),
  ];
  await writePrivateFile(out, privateJwks(keys));
  const names = keys.map(({ kid, alg: does }) => `${kid} (${does})`).join(' and ');
  io.stderr.write(
    `Wrote ${keys.length > 1 ? 'the private keys' : 'the private key'} ${names} to ${out}. ` +
      'Keep it secret, and out of version control.\nThe public JWK set follows.\n',
  );
  io.stdout.write(await publicJwks(keys));
  return 0;
}

function isRsa(alg: SigningAlgorithm): boolean {
  return SIGNING_ALGORITHMS[alg].kty === 'RSA';
}

function modulusOf(bits: string | undefined, least: number): number {
  if (bits === undefined) return least;
  const modulus = /^\d{1,5}$/.test(bits) ? Number(bits) : 0;
  if (modulus >= least && modulus <= MOST_MODULUS) return modulus;
  throw new UsageError(`--modulus must be a number of bits from ${least} to ${MOST_MODULUS}`);
}
