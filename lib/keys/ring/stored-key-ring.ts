import { isJsonObject } from '../../common/json.js';
import { withinSeconds } from '../../common/within-seconds.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';
import { isSigningAlgorithm, KEY_ENCRYPTION } from '../algorithms.js';
import { generateDecryptionKey, generateKey } from '../material/generate-key.js';
import type { KeyUse } from '../public-jwk.js';
import { earlyRotation, planOf } from './key-ring-plan.js';
import { activeKey, keyNamed, useOf } from './key-ring.js';
import type { KeyRingContent, KeyRingStore, StoredKey } from './key-ring.store.js';
import { type Misfits, NO_MISFITS, type WantedKeys } from './misfits.js';
import { OpenKeyRing } from './open-key-ring.js';
import type { PrivateKeySeal } from './private-key-seal.js';
import type { RotationPolicy } from './rotation-policy.js';

export interface RingSettings extends WantedKeys {
  readonly store: KeyRingStore;
  readonly seal: PrivateKeySeal;
  readonly policy: RotationPolicy;
  /** The kinds of keys that the ring is to have. Of others nothing is made, opened or published. */
  readonly uses: readonly KeyUse[];
}

export interface RotatedRing extends KeyRingContent {
  /** The key that takes over. */
  readonly kid: string;
}

type Keys = readonly StoredKey[];

/** Longer than the lock of a process that died stands in the way. */
const STORE_SECONDS = 15;
/** Each attempt that fails is one that another process won, so that few are needed. */
const ATTEMPTS = 10;

/**
 * The ring in its store. Every change is a compare-and-set on what it was decided from, so that of
 * several processes that see the same need one acts.
 *
 * @throws {CriiptoAuthError} `key_unavailable` when the store fails, `key_invalid` when it holds something else.
 */
export class StoredKeyRing {
  constructor(private readonly settings: RingSettings) {}

  get policy(): RotationPolicy {
    return this.settings.policy;
  }

  get uses(): readonly KeyUse[] {
    return this.settings.uses;
  }

  get wanted(): WantedKeys {
    const { algorithm, modulusLength } = this.settings;
    return { algorithm, modulusLength };
  }

  async load(): Promise<KeyRingContent> {
    const content = await this.ask(({ store }) => store.load());
    if (isJsonObject(content) && Array.isArray(content.keys) && content.keys.every(isStoredKey))
      return content;
    throw new CriiptoAuthError('key_invalid', 'The store of the key ring holds no key ring.');
  }

  /** Gives a store that lost everything its keys again. Tells whether it did: a ring that had keys never has none. */
  async refill(keys: Keys): Promise<boolean> {
    if (keys.length === 0) return false;
    const content = await this.load();
    if (content.keys.length > 0) return false;
    return this.ask(({ store }) => store.save(content.version, keys));
  }

  /** @throws {CriiptoAuthError} `key_invalid` for a key that cannot be used. */
  open(keys: Keys, previous?: OpenKeyRing): Promise<OpenKeyRing> {
    return OpenKeyRing.of(keys, this.settings, previous);
  }

  /** Does what is due: makes the next keys, also in place of `misfits`, removes what nobody needs any more. */
  maintain(now: number, misfits: Misfits = NO_MISFITS): Promise<KeyRingContent> {
    return this.change(async (keys) => {
      let maintained = keys;
      for (const use of this.uses)
        maintained = await this.maintained(maintained, now, use, misfits);
      return maintained;
    });
  }

  /** Lets the next key take over early, and makes it if there is none. */
  async rotate(now: number, force: boolean, use: KeyUse): Promise<RotatedRing> {
    let kid = '';
    const content = await this.change(async (keys) => {
      const { waiting, activatesAt, others } = earlyRotation(keys, now, this.policy, force, use);
      const next = waiting ? { ...waiting, activatesAt } : await this.newKey(use, now, activatesAt);
      kid = next.kid;
      return [...others, next];
    });
    return { ...content, kid };
  }

  /** Refuses a key for good. There is always one left to use in its place. */
  revoke(now: number, kid: string): Promise<KeyRingContent> {
    return this.change(async (keys) => {
      const refused = keyNamed(kid, keys);
      if (refused.revokedAt !== undefined) return keys;
      const use = useOf(refused);
      // What nobody needs any more is not known to the provider either, and must not come back.
      const { remove } = planOf(keys, now, this.policy, use);
      const revoked = keys
        .map((key) => (key === refused ? { ...key, revokedAt: now } : key))
        .filter((key) => key.kid === kid || !remove.includes(key.kid));
      return activeKey(revoked, now, use)
        ? revoked
        : [...revoked, await this.newKey(use, now, now)];
    });
  }

  /** What is to be said of the store, if it says that now. */
  async warnings(): Promise<readonly string[]> {
    try {
      return await this.ask(async ({ store }) => (await store.check?.()) ?? []);
    } catch {
      return []; // who needs the ring is told why
    }
  }

  /** Lets go of what the store opened. */
  close(): Promise<void> {
    return this.ask(async ({ store }) => store.close?.());
  }

  private async change(decide: (keys: Keys) => Promise<Keys>): Promise<KeyRingContent> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const content = await this.load();
      const keys = await decide(content.keys);
      if (keys === content.keys) return content;
      if (await this.ask(({ store }) => store.save(content.version, keys))) return this.load();
    }
    throw new CriiptoAuthError('key_unavailable', 'Others keep changing the key ring.');
  }

  private async maintained(keys: Keys, now: number, use: KeyUse, misfits: Misfits): Promise<Keys> {
    const { successor, remove } = planOf(keys, now, this.policy, use, misfits);
    if (successor === undefined && remove.length === 0) return keys;
    const kept = keys.filter(({ kid }) => !remove.includes(kid));
    return successor === undefined
      ? kept
      : [...kept, await this.newKey(use, now, successor.activatesAt)];
  }

  private async newKey(use: KeyUse, now: number, activatesAt: number): Promise<StoredKey> {
    const { seal, algorithm, modulusLength } = this.settings;
    const times = { createdAt: now, activatesAt };
    if (use === 'enc') {
      const key = await generateDecryptionKey(modulusLength);
      const privateKey = await seal.seal(key);
      return { kid: key.kid, use, alg: KEY_ENCRYPTION, ...times, privateKey };
    }
    const key = await generateKey(algorithm, modulusLength);
    return { kid: key.kid, alg: algorithm, ...times, privateKey: await seal.seal(key) };
  }

  private async ask<T>(question: (settings: RingSettings) => Promise<T>): Promise<T> {
    try {
      return await withinSeconds(STORE_SECONDS, () => question(this.settings));
    } catch (error) {
      if (error instanceof CriiptoAuthError) throw error;
      throw new CriiptoAuthError(
        'key_unavailable',
        `The store of the key ring failed (${nameOfThrown(error)}).`,
      );
    }
  }
}

/** A store may be anybody's, and what is in it anything. */
function isStoredKey(value: unknown): value is StoredKey {
  return (
    isJsonObject(value) &&
    typeof value['kid'] === 'string' &&
    /^[\w-]{43}$/.test(value['kid']) &&
    (value['use'] === 'enc'
      ? value['alg'] === KEY_ENCRYPTION
      : value['use'] === undefined && isSigningAlgorithm(value['alg'])) &&
    Number.isSafeInteger(value['createdAt']) &&
    Number.isSafeInteger(value['activatesAt']) &&
    (value['revokedAt'] === undefined || Number.isSafeInteger(value['revokedAt'])) &&
    typeof value['privateKey'] === 'string'
  );
}
