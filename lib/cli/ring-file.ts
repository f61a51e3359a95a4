import { SystemClock } from '../common/clock.js';
import { modulusBits } from '../keys/modulus.js';
import type { KeyUse } from '../keys/public-jwk.js';
import { FileKeyRingStore } from '../keys/ring/file-key-ring.store.js';
import { useOf } from '../keys/ring/key-ring.js';
import type { StoredKey } from '../keys/ring/key-ring.store.js';
import { PrivateKeySeal } from '../keys/ring/private-key-seal.js';
import { momentBy } from '../keys/ring/ring-clock.js';
import {
  DEFAULT_PERIODS,
  type RotationPolicy,
  rotationPolicy,
} from '../keys/ring/rotation-policy.js';
import { StoredKeyRing } from '../keys/ring/stored-key-ring.js';
import { type CliIo, CommandError, UsageError } from './command.js';

const BOTH_USES = ['sig', 'enc'] as const satisfies readonly KeyUse[];

/** What every command about a ring takes. */
export const RING_FLAGS = ['ring', 'encryption-key-env'] as const;
export const RING_SWITCHES = ['unencrypted', 'group-access'] as const;
export const RING_USAGE = `\
  --ring FILE                the file that \`FileKeyRingStore\` names
  --encryption-key-env NAME  the environment variable that holds \`encryptionKey\`; for a list NAME,NAME
  --unencrypted              instead of it, when \`encryptionKey\` is false
  --group-access             as \`groupAccess\` of \`FileKeyRingStore\`
`;

export interface RingFlags {
  readonly ring?: string;
  readonly 'encryption-key-env'?: string;
  readonly unencrypted?: boolean;
  readonly 'group-access'?: boolean;
  readonly 'publish-lead'?: string;
  readonly 'retire-lag'?: string;
}

/** A ring in a file, as it was when the command began. */
export interface RingFile {
  readonly ring: StoredKeyRing;
  readonly policy: RotationPolicy;
  readonly keys: readonly StoredKey[];
  /** Seconds since the epoch. */
  readonly now: number;
}

/**
 * Opens the ring that the flags name.
 *
 * @throws {CriiptoAuthError} as those of `StoredKeyRing`.
 */
export async function openRingFile(flags: RingFlags, env: CliIo['env']): Promise<RingFile> {
  const path = flags.ring;
  if (path === undefined || path === '') throw new UsageError('Say which ring: --ring FILE');
  const policy = policyOf(flags);
  const settings = {
    store: new FileKeyRingStore(path, { groupAccess: flags['group-access'] ?? false }),
    seal: new PrivateKeySeal(encryptionKeyIn(flags, env)),
    policy,
    uses: BOTH_USES,
    algorithm: 'RS256',
    modulusLength: 2048,
  } as const;
  const ring = new StoredKeyRing(settings);
  const { keys } = await ring.load();
  // A name with a typing mistake would make another ring otherwise.
  if (keys.length === 0) throw new CommandError(`${path} holds no key ring`);
  const now = new SystemClock().seconds();
  const open = await ring.open(keys);
  const uses = BOTH_USES.filter((use) => keys.some((key) => useOf(key) === use));
  // The options of the application are not known here: a new key is as those in use.
  const algorithm = open.signer(now)?.alg ?? settings.algorithm;
  const sizes = open.publicKeys(momentBy(now)).map(({ n = '' }) => modulusBits(n));
  const modulusLength = Math.max(settings.modulusLength, ...sizes);
  return {
    ring: new StoredKeyRing({ ...settings, uses, algorithm, modulusLength }),
    policy,
    keys,
    now,
  };
}

/** A moment as people and programs read it. */
export function moment(at: number | undefined): string {
  return at === undefined ? '-' : new Date(at * 1000).toISOString();
}

function policyOf(flags: RingFlags): RotationPolicy {
  return rotationPolicy({
    ...DEFAULT_PERIODS,
    publishLead: seconds('publish-lead', flags['publish-lead']) ?? DEFAULT_PERIODS.publishLead,
    retireLag: seconds('retire-lag', flags['retire-lag']) ?? DEFAULT_PERIODS.retireLag,
  });
}

function seconds(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} must be a whole number of seconds`);
}

function encryptionKeyIn(flags: RingFlags, env: CliIo['env']): readonly string[] | false {
  const names = flags['encryption-key-env'];
  if (flags.unencrypted) {
    if (names === undefined) return false;
    throw new UsageError('Give --encryption-key-env or --unencrypted, not both');
  }
  if (names === undefined) {
    throw new UsageError(
      'Say how the ring is encrypted: --encryption-key-env NAME, or --unencrypted',
    );
  }
  return names.split(',').map((name) => {
    const secret = env[name];
    if (secret) return secret;
    // The name is not repeated: it may be the secret itself.
    throw new CommandError(
      '--encryption-key-env names an environment variable that is not set or empty',
    );
  });
}
