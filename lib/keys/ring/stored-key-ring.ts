import { isJsonObject } from '../../common/json.js';
import { withinSeconds } from '../../common/within-seconds.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';
import { isSigningAlgorithm, KEY_ENCRYPTION } from '../algorithms.js';
import { generateDecryptionKey, generateKey } from '../material/generate-key.js';
import type { KeyUse } from '../public-jwk.js';
import { earlyRotation, planAt, planOf } from './key-ring-plan.js';
import { activeKey, keyNamed, useOf } from './key-ring.js';
import type { KeyRingContent, KeyRingStore, StoredKey } from './key-ring.store.js';
import { type Forgotten, type MergedRing, mergedWith } from './merged-ring.js';
import { type Misfits, NO_MISFITS, type WantedKeys } from './misfits.js';
import { OpenKeyRing } from './open-key-ring.js';
import type { PrivateKeySeal } from './private-key-seal.js';
import type { RingMoment } from './ring-clock.js';
import type { RotationPolicy } from './rotation-policy.js';

export interface RingSettings extends WantedKeys {
  readonly store: KeyRingStore;
  readonly seal: PrivateKeySeal;
  readonly policy: RotationPolicy;
  /** The kinds of keys that the ring is to have. Of others nothing is made, opened or published. */
  readonly uses: readonly KeyUse[];
}

/** What a store did that a store does not do by itself. */
export interface RingNews {
  /** What it had forgotten and was given again. */
  readonly restored: Forgotten | undefined;
  /** Keys that this process removed, and that are there again. */
  readonly returned: readonly string[];
}

export interface RotatedRing extends KeyRingContent {
  /** The key that takes over. */
  readonly kid: string;
}

type Keys = readonly StoredKey[];

const NO_NEWS: RingNews = { restored: undefined, returned: [] };

/** A store that does not tell its time soon has none to tell. */
const CLOCK_SECONDS = 2;
/** Longer than the lock of a process that died stands in the way. */
const STORE_SECONDS = 15;
/** Each attempt that fails is one that another process won, so that few are needed. */
const ATTEMPTS = 10;
/** No attempt begins later: a slow store must not hold up whoever comes next for minutes. */
const CHANGE_MS = 30_000;

/**
 * The ring in its store. Every change is a compare-and-set on what it was decided from, so that of
 * several processes that see the same need one acts. What this process has read or written once outranks
 * a store that came back older: whatever is decided is decided on both together, and written back with it.
 *
 * @throws {CriiptoAuthError} `key_unavailable` when the store fails, `key_invalid` when it holds something else.
 */
export class StoredKeyRing {
  private known: Keys = [];
  private removed: readonly string[] = [];
  private isStored = true;
  private news: RingNews = NO_NEWS;

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

  /** What the store's own clock says, in milliseconds since the epoch, if it has one. */
  async storeTime(): Promise<number | undefined> {
    try {
      const time = await withinSeconds(CLOCK_SECONDS, async () => this.settings.store.now?.());
      return Number.isFinite(time) ? time : undefined;
    } catch {
      // Whether the store fails is told by whoever needs more of it.
      return undefined;
    }
  }

  /** @param latest the time, by the clock that is ahead: keys that the store lacks, and that are over then, are gone. */
  async load(latest = -Infinity): Promise<KeyRingContent> {
    const { version, merged } = await this.read(latest);
    return { version, keys: merged.keys };
  }

  /** Whether the store lacks something that this process knows. */
  get isBehind(): boolean {
    return !this.isStored;
  }

  /** What happened since it was asked last. */
  takeNews(): RingNews {
    const { news } = this;
    this.news = NO_NEWS;
    return news;
  }

  /** @throws {CriiptoAuthError} `key_invalid` for a key that cannot be used. */
  async open(keys: Keys, previous?: OpenKeyRing): Promise<OpenKeyRing> {
    try {
      return await OpenKeyRing.of(keys, this.settings, previous);
    } catch (error) {
      // What cannot be used is not known: it would be written back over what somebody repairs.
      this.known = previous?.keys ?? [];
      throw error;
    }
  }

  /** Does what is due: makes the next keys, also in place of `misfits`, removes what nobody needs any more. */
  maintain(moment: RingMoment, misfits: Misfits = NO_MISFITS): Promise<KeyRingContent> {
    return this.change(async (keys) => {
      let maintained = keys;
      for (const use of this.uses)
        maintained = await this.maintained(maintained, moment, use, misfits);
      return maintained;
    }, moment.latest);
  }

  /** Lets the next key take over early, and makes it if there is none. */
  async rotate({ now, latest }: RingMoment, force: boolean, use: KeyUse): Promise<RotatedRing> {
    let kid = '';
    const content = await this.change(async (keys) => {
      const { waiting, activatesAt, others } = earlyRotation(keys, now, this.policy, force, use);
      const next = waiting ? { ...waiting, activatesAt } : await this.newKey(use, now, activatesAt);
      kid = next.kid;
      return [...others, next];
    }, latest);
    return { ...content, kid };
  }

  /** Refuses a key for good. There is always one left to use in its place, at once by whatever clock. */
  revoke({ earliest: now, latest, certain }: RingMoment, kid: string): Promise<KeyRingContent> {
    return this.change(async (keys) => {
      const refused = keyNamed(kid, keys);
      if (refused.revokedAt !== undefined) return keys;
      const use = useOf(refused);
      const revoked = keys.map((key) =>
        key === refused ? { ...key, revokedAt: now, privateKey: '' } : key,
      );
      // What nobody needs any more is not known to the provider either, and must not come back.
      const { remove: over } = planOf(keys, now, this.policy, use);
      const { remove } = planOf(keys, now, this.policy, use, certain);
      const kept = revoked.filter((key) => key.kid === kid || !remove.includes(key.kid));
      const usable = kept.filter((key) => !over.includes(key.kid));
      const next = activeKey(usable, now, use);
      return next === undefined
        ? [...kept, await this.newKey(use, now, now)]
        : kept.map((key) => (key === next ? begunBy(now, key) : key));
    }, latest);
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

  private async change(
    decide: (keys: Keys) => Promise<Keys>,
    latest: number,
  ): Promise<KeyRingContent> {
    const until = performance.now() + CHANGE_MS;
    for (let attempt = 0; attempt < ATTEMPTS && performance.now() < until; attempt += 1) {
      const { version, merged } = await this.read(latest);
      const keys = await decide(merged.keys);
      if (merged.isComplete && keys === merged.keys) return { version, keys };
      if (await this.ask(({ store }) => store.save(version, keys))) {
        this.noteSaved(merged, keys);
        return this.load(latest);
      }
    }
    throw new CriiptoAuthError(
      'key_unavailable',
      'Others keep changing the key ring, or its store is too slow to change it.',
    );
  }

  private async read(
    latest: number,
  ): Promise<{ readonly version: string; readonly merged: MergedRing }> {
    const content = await this.ask(({ store }) => store.load());
    if (!isJsonObject(content) || !Array.isArray(content.keys) || !content.keys.every(isStoredKey))
      throw new CriiptoAuthError('key_invalid', 'The store of the key ring holds no key ring.');
    const { version, keys } = content;
    const merged = mergedWith(this.known, keys, latest, this.policy);
    const isThere = (kid: string) => keys.some((key) => key.kid === kid);
    this.news = {
      ...this.news,
      returned: [...this.news.returned, ...this.removed.filter(isThere)],
    };
    this.removed = this.removed.filter((kid) => !isThere(kid));
    this.known = merged.keys;
    this.isStored = merged.isComplete;
    return { version, merged };
  }

  private noteSaved({ keys, forgotten }: MergedRing, saved: Keys): void {
    const isSaved = (kid: string) => saved.some((key) => key.kid === kid);
    const removed = keys.map(({ kid }) => kid).filter((kid) => !isSaved(kid));
    this.removed = [...this.removed, ...removed];
    this.known = saved;
    this.news = { ...this.news, restored: forgotten ?? this.news.restored };
  }

  private async maintained(
    keys: Keys,
    moment: RingMoment,
    use: KeyUse,
    misfits: Misfits,
  ): Promise<Keys> {
    const { successor, remove } = planAt(keys, moment, this.policy, use, misfits);
    if (successor === undefined && remove.length === 0) return keys;
    const kept = keys.filter(({ kid }) => !remove.includes(kid));
    return successor === undefined
      ? kept
      : [...kept, await this.newKey(use, moment.earliest, successor.activatesAt)];
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

/** From now on at the latest, so that none of those before it is taken in its place. */
function begunBy(now: number, key: StoredKey): StoredKey {
  return key.activatesAt <= now ? key : { ...key, activatesAt: now };
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
