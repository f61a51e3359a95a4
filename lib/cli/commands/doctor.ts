import { SystemClock } from '../../common/clock.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { importKeyFile, readKeyFile } from '../../keys/key-file.js';
import { importKeys } from '../../keys/import-keys.js';
import type { KeyProvider } from '../../keys/key-provider.js';
import type { LocalKey } from '../../keys/local-key.js';
import { StaticKeyProvider } from '../../keys/providers/static-keys.js';
import { RingKeyProvider } from '../../keys/ring/ring-keys.js';
import type { KeySurroundings } from '../../keys/sources/resolve-source.js';
import { type CliIo, type Command, CommandError, UsageError } from '../command.js';
import { EXAMINATIONS } from '../doctor/examinations.js';
import type { Examination, Finding } from '../doctor/finding.js';
import { FTN_CHECKLIST } from '../doctor/ftn-checklist.js';
import { admit, type Patient } from '../doctor/patient.js';
import { parseOptions } from '../parse-options.js';
import { algorithmOf, keysOf, readingOptions } from '../private-keys.js';
import { openRingFile, RING_FLAGS, RING_SWITCHES, type RingFlags } from '../ring-file.js';

const FLAGS = [
  'domain',
  'issuer',
  'client-id',
  'base-url',
  'jwks-path',
  'key-file',
  'key-env',
  'passphrase-env',
  'alg',
  'audience',
  'typ',
  'id-token-alg',
  ...RING_FLAGS,
] as const;

type Flags = Partial<Record<(typeof FLAGS)[number], string>> & Pick<RingFlags, 'unencrypted'>;

/** Looks at a configuration from outside: would a login work? */
export const doctor: Command = {
  name: 'doctor',
  summary: 'check that the provider, the keys and the clock would let a login through',
  usage: `Usage: criipto-auth doctor --domain DOMAIN --client-id ID (--key-file FILE | --key-env NAME | --ring FILE)

Prints one line a check, "ok", "FAIL" or "skip" first. Exit codes: 0 nothing failed, 1 something did,
2 called wrongly. Sends one token request with a code that was never issued, and changes nothing.

  --domain DOMAIN        the Criipto domain; else the variable CRIIPTO_DOMAIN
  --issuer URL           the issuer of another OpenID provider, instead of a domain
  --client-id ID         the client id; else the variable CRIIPTO_CLIENT_ID
  --key-file FILE        the private key, as PEM or JWK set
  --key-env NAME         the environment variable that holds it; else CRIIPTO_PRIVATE_KEY
  --passphrase-env NAME  the environment variable that holds the passphrase of an encrypted PEM
  --ring FILE            the ring of keys that rotate, instead of a key; with it:
  --encryption-key-env NAME  the environment variable that holds its \`encryptionKey\`; for a list NAME,NAME
  --unencrypted          instead of that, when \`encryptionKey\` is false
  --base-url URL         where the application runs, to look at the keys that it publishes
  --jwks-path PATH       as \`routes.jwks\`
  --alg ALG              as \`assertion.algorithm\`
  --audience AUD         as \`assertion.audience\`
  --typ TYP              as \`assertion.typ\`; false leaves it out
  --id-token-alg ALG     as \`idToken.alg\`
  --ftn                  go through the demands of the Finnish Trust Network too
`,
  run: examine,
};

async function examine(args: readonly string[], io: CliIo): Promise<number> {
  const { ftn, ...flags } = parseOptions(args, FLAGS, ['ftn', ...RING_SWITCHES]);
  const patient = await patientOf(flags, io.env);
  try {
    let failures = 0;
    for (const { subject, examine: look } of [...EXAMINATIONS, ...(ftn ? FTN_CHECKLIST : [])]) {
      const { outcome, detail } = await finding(look, patient);
      io.stdout.write(`${outcome.padEnd(4)} ${subject}: ${detail}\n`);
      if (outcome === 'FAIL') failures += 1;
    }
    return failures === 0 ? 0 : 1;
  } finally {
    await patient.http.close();
  }
}

async function finding(look: Examination['examine'], patient: Patient): Promise<Finding> {
  try {
    return await look(patient);
  } catch (error) {
    if (!(error instanceof CriiptoAuthError)) throw error;
    return { outcome: 'FAIL', detail: `${error.code}: ${error.message}` };
  }
}

async function patientOf(flags: Flags, env: CliIo['env']): Promise<Patient> {
  const provider = providerOf(flags, env);
  const clientId = flags['client-id'] ?? env['CRIIPTO_CLIENT_ID'];
  if (!clientId) throw new UsageError('Say which client: --client-id ID, or CRIIPTO_CLIENT_ID');
  const keys =
    flags.ring === undefined
      ? new StaticKeyProvider(await keysIn(flags, env))
      : await ringIn(flags, env);
  return admit({
    provider,
    clientId,
    keys,
    baseUrl: flags['base-url'],
    jwksPath: flags['jwks-path'],
    assertion: {
      ...(flags.audience === undefined ? {} : { audience: flags.audience }),
      ...(flags.typ === undefined ? {} : { typ: flags.typ === 'false' ? false : flags.typ }),
    },
    idTokenAlgorithm: algorithmOf(flags['id-token-alg'], '--id-token-alg'),
  }).catch((error: unknown) => {
    throw error instanceof CriiptoAuthError ? new CommandError(error.message) : error;
  });
}

function providerOf(flags: Flags, env: CliIo['env']): { domain: string } | { issuer: string } {
  if (flags.domain !== undefined && flags.issuer !== undefined)
    throw new UsageError('Give --domain or --issuer, not both');
  if (flags.issuer !== undefined) return { issuer: flags.issuer };
  const domain = flags.domain ?? env['CRIIPTO_DOMAIN'];
  if (!domain)
    throw new UsageError('Say which provider: --domain DOMAIN, --issuer URL, or CRIIPTO_DOMAIN');
  return { domain };
}

/** As it is now: nobody makes the keys that are due. */
async function ringIn(flags: Flags, env: CliIo['env']): Promise<KeyProvider> {
  if (flags['key-file'] !== undefined || flags['key-env'] !== undefined)
    throw new UsageError('Give --ring, or --key-file or --key-env, not both');
  const { ring, keys } = await openRingFile(flags, env);
  return new RingKeyProvider(ring, await ring.open(keys), UNHEARD);
}

const UNHEARD: KeySurroundings = {
  clock: new SystemClock(),
  events: { emit: () => undefined },
  report: () => undefined,
};

async function keysIn(flags: Flags, env: CliIo['env']): Promise<readonly LocalKey[]> {
  const path = flags['key-file'];
  if (path !== undefined && flags['key-env'] !== undefined)
    throw new UsageError('Give --key-file or --key-env, not both');
  const reading = readingOptions(flags, env);
  if (path !== undefined) {
    return keysOf(await importKeyFile(await readKeyFile(path), { path, ...reading }, '--key-file'));
  }
  const name = flags['key-env'] ?? 'CRIIPTO_PRIVATE_KEY';
  const text = env[name];
  if (!text) {
    throw new UsageError(
      'Say where the private key is: --key-file FILE, --key-env NAME, --ring FILE, or CRIIPTO_PRIVATE_KEY',
    );
  }
  return keysOf(await importKeys(text, { subject: 'The environment variable', ...reading }));
}
