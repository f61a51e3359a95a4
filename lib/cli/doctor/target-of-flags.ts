import { SystemClock } from '../../common/clock.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { KeyProviderDependencies } from '../../keys/key-provider-dependencies.js';
import type { KeyProvider } from '../../keys/key-provider.js';
import type { LocalKey } from '../../keys/material/local-key.js';
import { RingKeyProvider } from '../../keys/ring/ring-keys.js';
import { StaticKeyProvider } from '../../keys/sources/static-keys.js';
import { type CliIo, CommandError, UsageError } from '../command.js';
import { algorithmOf, KEY_FLAGS, keysIn } from '../private-keys.js';
import { openRingFile, RING_FLAGS, type RingFlags } from '../ring-file.js';
import { openTarget, type Target } from './target.js';

/** The flags that say what to look at. */
export const TARGET_FLAGS = [
  'domain',
  'issuer',
  'client-id',
  'base-url',
  'jwks-path',
  'callback-path',
  ...KEY_FLAGS,
  'audience',
  'typ',
  'id-token-alg',
  ...RING_FLAGS,
] as const;

type Flags = Partial<Record<(typeof TARGET_FLAGS)[number], string>> &
  Pick<RingFlags, 'unencrypted' | 'group-access'>;

/** The application that the flags, and the environment where they are silent, tell of. */
export async function targetOf(flags: Flags, env: CliIo['env']): Promise<Target> {
  const provider = providerOf(flags, env);
  const clientId = flags['client-id'] ?? env['CRIIPTO_CLIENT_ID'];
  if (!clientId) throw new UsageError('Say which client: --client-id ID, or CRIIPTO_CLIENT_ID');
  const keys =
    flags.ring === undefined
      ? new StaticKeyProvider(await keysOfFlags(flags, env))
      : await ringIn(flags, env);
  return openTarget({
    provider,
    clientId,
    keys,
    baseUrl: flags['base-url'],
    jwksPath: flags['jwks-path'],
    callbackPath: flags['callback-path'],
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
  if (flags.domain !== undefined) return { domain: flags.domain };
  const { CRIIPTO_ISSUER: issuer, CRIIPTO_DOMAIN: domain } = env;
  if (issuer) return { issuer };
  if (domain) return { domain };
  throw new UsageError('Say which provider: --domain DOMAIN, --issuer URL, or CRIIPTO_DOMAIN');
}

/** As it is now: nobody makes the keys that are due. */
async function ringIn(flags: Flags, env: CliIo['env']): Promise<KeyProvider> {
  if (flags['key-file'] !== undefined || flags['key-env'] !== undefined)
    throw new UsageError('Give --ring, or --key-file or --key-env, not both');
  const { ring, keys } = await openRingFile(flags, env);
  return new RingKeyProvider(ring, await ring.open(keys), UNHEARD);
}

const UNHEARD: KeyProviderDependencies = {
  clock: new SystemClock(),
  events: { emit: () => undefined },
  report: () => undefined,
  note: () => undefined,
};

async function keysOfFlags(flags: Flags, env: CliIo['env']): Promise<readonly LocalKey[]> {
  const keys = await keysIn(flags, env);
  if (keys) return keys;
  throw new UsageError(
    'Say where the private key is: --key-file FILE, --key-env NAME, --ring FILE, or CRIIPTO_PRIVATE_KEY',
  );
}
