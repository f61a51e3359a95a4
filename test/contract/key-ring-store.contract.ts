import { beforeEach, describe, expect, it } from '@jest/globals';

import type { KeyRingStore, StoredKey } from '../../lib/keys/ring/key-ring.store.js';
import { aKey } from '../support/key-records.js';

function stored(kid: string): StoredKey {
  return { ...aKey(kid, 1_800_000_000), privateKey: `sealed ${kid} ø 👍🏽` };
}

/**
 * What every `KeyRingStore` must do.
 *
 * @param create makes two that look at the same empty ring, as two processes do: asked before every test.
 */
export function describeKeyRingStore(
  name: string,
  create: () =>
    readonly [KeyRingStore, KeyRingStore] | Promise<readonly [KeyRingStore, KeyRingStore]>,
): void {
  describe(`${name} as KeyRingStore`, () => {
    let one: KeyRingStore;
    let other: KeyRingStore;

    beforeEach(async () => {
      [one, other] = await create();
    });

    it('has no keys at first', async () => {
      expect((await one.load()).keys).toEqual([]);
    });

    it('gives back what was saved, to everybody', async () => {
      const { version } = await one.load();
      const keys = [stored('a'), { ...stored('b'), revokedAt: 1_800_000_001 }];
      expect(await one.save(version, keys)).toBe(true);
      expect((await one.load()).keys).toEqual(keys);
      expect((await other.load()).keys).toEqual(keys);
    });

    it('has one version as long as nobody saves', async () => {
      expect((await one.load()).version).toBe((await other.load()).version);
    });

    it('has another version for another content', async () => {
      const { version } = await one.load();
      await one.save(version, [stored('a')]);
      expect((await other.load()).version).not.toBe(version);
    });

    it('refuses to save over a version that is gone', async () => {
      const { version } = await one.load();
      await one.save(version, [stored('a')]);
      expect(await other.save(version, [stored('b')])).toBe(false);
      expect((await one.load()).keys).toEqual([stored('a')]);
    });

    it('lets exactly one of many save over the same version', async () => {
      const { version } = await one.load();
      const kids = Array.from({ length: 20 }, (_, index) => `key-${index}`);
      const outcomes = await Promise.all(
        kids.map((kid, index) => (index % 2 ? one : other).save(version, [stored(kid)])),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect((await one.load()).keys).toEqual([stored(kids[outcomes.indexOf(true)] ?? '')]);
    });

    it('loses none of many changes that each try until they are through', async () => {
      const add = async (store: KeyRingStore, kid: string): Promise<void> => {
        const { version, keys } = await store.load();
        if (!(await store.save(version, [...keys, stored(kid)]))) await add(store, kid);
      };
      const kids = ['a', 'b', 'c', 'd', 'e', 'f'];
      await Promise.all(kids.map((kid, index) => add(index % 2 ? one : other, kid)));
      expect((await one.load()).keys.map(({ kid }) => kid).toSorted()).toEqual(kids);
    });

    it('tells the time of where it is kept, if it has one', async () => {
      const before = Date.now();
      const time = await one.now?.();
      if (time === undefined) return;
      // To the second, and on this machine by the same clock.
      expect(time).toBeGreaterThan(before - 2000);
      expect(time).toBeLessThan(Date.now() + 2000);
    });

    it('forgets what is saved no more', async () => {
      await one.save((await one.load()).version, [stored('a'), stored('b')]);
      await one.save((await one.load()).version, [stored('b')]);
      expect((await other.load()).keys).toEqual([stored('b')]);
    });
  });
}
