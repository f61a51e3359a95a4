import { SystemClock } from '../common/clock.js';
import { isJsonObject } from '../common/json.js';
import { withinSeconds } from '../common/within-seconds.js';
import type { KeyProvider } from '../keys/key-provider.js';
import { RingKeyProvider } from '../keys/ring/ring-keys.js';
import type { Signer } from '../keys/signer.js';
import type { ResolvedKeySource } from '../keys/sources/key-source.js';
import { signerProblems } from '../keys/sources/signer-problems.js';
import { availableKeys } from './available-keys.js';
import { ftnKeyProblems } from './ftn-keys.js';
import type { ResolvedOptions } from './resolved-options.js';

/** Seconds that keys elsewhere may take to be looked at. */
const PATIENCE = 5;

/** What the options ask of keys. */
export type KeyRequirements = Pick<ResolvedOptions, 'assertion' | 'ftn' | 'idToken' | 'userInfo'>;

/**
 * What keeps the keys that were written from doing what the other options ask for, as far as it can be
 * known before the application starts: a KeyProvider is tried when Nest has it.
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
    ? keyMakerProblems(written, provider, requirements)
    : keyProblems(provider, requirements);
}

/** The same for keys that are available. Those that cannot be had right now are no reason not to start. */
export async function keyProblems(
  provider: KeyProvider,
  requirements: KeyRequirements,
): Promise<readonly string[]> {
  const active = await had(async () => provider.signer());
  return active ? shortcomings(active.value, provider, requirements) : [];
}

/** What keys are not that logins need, of a provider and what it gave to sign with, whatever that is. */
export async function shortcomings(
  signer: Signer,
  provider: KeyProvider,
  requirements: KeyRequirements,
): Promise<readonly string[]> {
  const flaws = signerProblems(signer);
  if (flaws.length > 0) return flaws.map((flaw) => `What \`signer()\` of \`keys\` gives ${flaw}`);
  return [
    ...algorithmProblems(signer, provider, requirements),
    ...(await demandProblems(provider, requirements)),
  ];
}

/** What somebody else's code gave in time, if it gave anything. */
export async function had<T>(ask: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
  try {
    return { value: await withinSeconds(PATIENCE, ask) };
  } catch {
    return undefined; // that it cannot be had now says nothing of what it is
  }
}

/** A ring makes a key that fits by itself, and until then uses the one that the provider knows. */
function algorithmProblems(
  { kid, alg }: Signer,
  provider: KeyProvider,
  { assertion }: KeyRequirements,
): readonly string[] {
  const { algorithm } = assertion;
  if (algorithm === undefined || alg === algorithm || provider instanceof RingKeyProvider)
    return [];
  return [
    `\`keys\` signs ${alg} with ${JSON.stringify(kid)}, and \`assertion.algorithm\` is ${algorithm}: ` +
      'leave it out, or let your KeyProvider give a key that fits it',
  ];
}

async function demandProblems(
  provider: KeyProvider,
  requirements: KeyRequirements,
): Promise<readonly string[]> {
  if (!requirements.ftn && !needsDecryption(requirements)) return [];
  const keys = (await had(() => availableKeys(provider)))?.value;
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

/** Keys that nobody has yet, or that a ring has made before. */
function keyMakerProblems(
  { ring }: Readonly<Record<string, unknown>>,
  provider: KeyProvider,
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
  if (ring['encryption'] !== true)
    return ['`keys.ring.encryption` must be true for tokens that are encrypted'];
  return onlySigns(provider) ? [DEMANDED_TOO_EARLY] : [];
}

const DEMANDED_TOO_EARLY =
  'The ring in `keys.ring.store` has no key for tokens that are encrypted yet, and the provider none to encrypt for: ' +
  'deploy `keys.ring.encryption` alone first, and ask for encrypted tokens when `keys.ring.publishLead` has passed';

/** A ring that is new has neither key: the provider comes to know both at once. */
function onlySigns(provider: KeyProvider): boolean {
  if (!(provider instanceof RingKeyProvider)) return false;
  const uses = provider.status().keys.map(({ use }) => use);
  return uses.includes('sig') && !uses.includes('enc');
}

function noDecryptionKey({ ftn }: KeyRequirements): string {
  return (
    '`keys` has no key for tokens that are encrypted: add a private RSA key with "use": "enc", ' +
    `as \`criipto-auth keys generate ${ftn ? '--ftn' : '--encryption'}\` makes`
  );
}
