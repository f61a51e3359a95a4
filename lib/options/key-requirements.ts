import { SystemClock } from '../common/clock.js';
import { isJsonObject } from '../common/json.js';
import { withinSeconds } from '../common/within-seconds.js';
import type { KeyProvider } from '../keys/key-provider.js';
import type { ResolvedKeySource } from '../keys/sources/key-source.js';
import { availableKeys } from './available-keys.js';
import { ftnKeyProblems } from './ftn-keys.js';
import type { ResolvedOptions } from './resolved-options.js';

/** Seconds that keys elsewhere may take to be looked at. */
const PATIENCE = 5;

/** What the options ask of keys. */
export type KeyRequirements = Pick<ResolvedOptions, 'ftn' | 'idToken' | 'userInfo'>;

/**
 * What keeps the keys that were written from doing what the other options ask for, as far as it can be
 * known before the application starts: a class is looked at when Nest has made a provider of it.
 */
export async function keySourceProblems(
  source: ResolvedKeySource,
  written: unknown,
  requirements: KeyRequirements,
): Promise<readonly string[]> {
  if (!requirements.ftn && !needsDecryption(requirements)) return [];
  const provider = source.create(NOWHERE);
  if (typeof provider === 'function') return [];
  const isMaker = isJsonObject(written) && ('ring' in written || 'generate' in written);
  return isMaker && !Object.is(provider, written)
    ? keyMakerProblems(written, requirements)
    : keyProblems(provider, requirements);
}

/** The same for keys that are available. Those that cannot be had right now are no reason not to start. */
export async function keyProblems(
  provider: KeyProvider,
  requirements: KeyRequirements,
): Promise<readonly string[]> {
  if (!requirements.ftn && !needsDecryption(requirements)) return [];
  const keys = await withinSeconds(PATIENCE, () => availableKeys(provider)).catch(() => undefined);
  if (keys === undefined) return [];
  return [
    ...(keys.decryption.length === 0 ? [noDecryptionKey(requirements)] : []),
    ...(requirements.ftn ? ftnKeyProblems(keys) : []),
  ];
}

/** A provider to look at, which nobody hears. */
const NOWHERE = {
  clock: new SystemClock(),
  events: { emit: () => undefined },
  report: () => undefined,
  note: () => undefined,
};

function needsDecryption({ idToken, userInfo }: KeyRequirements): boolean {
  return idToken.decryption === 'required' || userInfo === 'signedAndEncrypted';
}

/** Keys that nobody has yet. */
function keyMakerProblems(
  { ring }: Readonly<Record<string, unknown>>,
  requirements: KeyRequirements,
): readonly string[] {
  if (requirements.ftn) {
    return [
      `\`keys.${ring === undefined ? 'generate' : 'ring'}\` makes keys by itself, and the Finnish Trust Network takes ` +
        'those that were pasted into the dashboard: make them once with `criipto-auth keys generate --ftn --out FILE`, ' +
        'and give `keys.file`',
    ];
  }
  if (!isJsonObject(ring)) return [noDecryptionKey(requirements)];
  return ring['encryption'] === true
    ? []
    : ['`keys.ring.encryption` must be true for tokens that are encrypted'];
}

function noDecryptionKey({ ftn }: KeyRequirements): string {
  return (
    '`keys` has no key for tokens that are encrypted: add a private RSA key with "use": "enc", ' +
    `as \`criipto-auth keys generate ${ftn ? '--ftn' : '--encryption'}\` makes`
  );
}
