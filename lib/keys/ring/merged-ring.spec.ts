import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { aKey, DAY, POLICY } from '../../../test/support/key-records.js';
import type { KeyRecord } from './key-ring.js';
import type { StoredKey } from './key-ring.store.js';
import { joinOf, mergedWith } from './merged-ring.js';

const T = 1_000 * DAY;

function stored(kid: string, activatesAt: number, members: Partial<KeyRecord> = {}): StoredKey {
  return { ...aKey(kid, activatesAt, members), privateKey: `sealed ${kid}` };
}

const a = stored('a', T);
const b = stored('b', T + 90 * DAY);
const revoked = (key: StoredKey, revokedAt: number): StoredKey => ({
  ...key,
  revokedAt,
  privateKey: '',
});

const merged = (known: readonly StoredKey[], loaded: readonly StoredKey[], now = T + DAY) =>
  mergedWith(known, loaded, now, POLICY);

describe('a ring that was read, with what is known of it', () => {
  it('is what was read, when that holds all that is known', () => {
    const loaded = [a, b];
    const { keys, isComplete, forgotten } = merged([a], loaded);
    expect(keys).toBe(loaded);
    expect([isComplete, forgotten]).toEqual([true, undefined]);
  });

  it('is what was read, when nothing is known', () => {
    expect(merged([], [a]).keys).toEqual([a]);
  });

  it('has the keys that were lost', () => {
    const { keys, isComplete, forgotten } = merged([a, b], [a]);
    expect(keys).toEqual([a, b]);
    expect([isComplete, forgotten?.lost]).toEqual([false, ['b']]);
  });

  it('has all keys of a ring that is empty, and says that it was', () => {
    const { keys, forgotten } = merged([a], []);
    expect([keys, forgotten?.wasEmpty]).toEqual([[a], true]);
  });

  it.each([
    ['that others removed in time', 2 * 60],
    ['whose time is over', 0],
  ])('has no key %s', (_what, early) => {
    const over = b.activatesAt + DAY - early;
    expect(merged([a, b], [b], over)).toEqual({
      keys: [b],
      isComplete: true,
      forgotten: undefined,
    });
  });

  it('has a key again whose time is not over', () => {
    expect(merged([a, b], [b], b.activatesAt + DAY - 121).forgotten?.lost).toEqual(['a']);
  });

  it('keeps a key that was read though its time is over: who maintains the ring removes it', () => {
    expect(merged([b], [a, b], b.activatesAt + 2 * DAY).keys).toEqual([a, b]);
  });

  it('has revoked what is known to be', () => {
    const { keys, forgotten } = merged([revoked(a, T + 5)], [a]);
    expect(keys).toEqual([revoked(a, T + 5)]);
    expect(forgotten?.revoked).toEqual(['a']);
  });

  it('has revoked what was read so', () => {
    const { keys, forgotten } = merged([a], [revoked(a, T + 5)]);
    expect([keys, forgotten]).toEqual([[revoked(a, T + 5)], undefined]);
  });

  it('knows the first time at which a key was revoked', () => {
    expect(merged([revoked(a, T + 5)], [revoked(a, T + 9)]).keys).toEqual([revoked(a, T + 5)]);
  });

  it('has the record of a revoked key again, and nothing to tell of it', () => {
    const { keys, isComplete, forgotten } = merged([a, revoked(b, T)], [a]);
    expect(keys).toEqual([a, revoked(b, T)]);
    expect([isComplete, forgotten]).toEqual([false, undefined]);
  });

  it('keeps no private key of one that was revoked', () => {
    const { keys, isComplete, forgotten } = merged([], [{ ...a, revokedAt: T }]);
    expect(keys).toEqual([revoked(a, T)]);
    expect([isComplete, forgotten]).toEqual([false, undefined]);
  });

  it('has a key take over when it was brought forward to', () => {
    const early = { ...b, activatesAt: T + DAY };
    const { keys, forgotten } = merged([a, early], [a, b]);
    expect([keys, forgotten?.postponed]).toEqual([[a, early], ['b']]);
    expect(merged([a, b], [a, early])).toEqual({
      keys: [a, early],
      isComplete: true,
      forgotten: undefined,
    });
  });

  it('has one record of a key, also where somebody wrote two: the revoked one', () => {
    expect(merged([], [a, revoked(a, T), a]).keys).toEqual([revoked(a, T)]);
  });
});

/** Copies of one ring, as backups and instances have them: of few keys, changed at different times. */
const copies = fc.uniqueArray(
  fc.record({
    kid: fc.constantFrom('a', 'b', 'c', 'd'),
    brought: fc.nat(3),
    revokedAt: fc.option(fc.integer({ min: T, max: T + 3 }), { nil: undefined }),
  }),
  { selector: ({ kid }) => kid },
);

function ringOf(
  copy: ReadonlyArray<{ kid: string; brought: number; revokedAt: number | undefined }>,
) {
  return copy.map(({ kid, brought, revokedAt }) => {
    const key = stored(kid, T + (kid.charCodeAt(0) - 97) * 90 * DAY - brought);
    return revokedAt === undefined ? key : { ...key, revokedAt };
  });
}

const rings = copies.map(ringOf);
const sorted = (keys: readonly StoredKey[]) =>
  keys.toSorted((one, other) => (one.kid < other.kid ? -1 : 1));

describe('copies of a ring', () => {
  it('become the same in whatever order they are joined', () => {
    fc.assert(
      fc.property(rings, rings, rings, (one, other, third) => {
        expect(sorted(joinOf(one, other))).toEqual(sorted(joinOf(other, one)));
        expect(sorted(joinOf(joinOf(one, other), third))).toEqual(
          sorted(joinOf(one, joinOf(other, third))),
        );
      }),
    );
  });

  it('stay as they are however often they are joined', () => {
    fc.assert(
      fc.property(rings, rings, (one, other) => {
        const joined = joinOf(one, other);
        expect(joinOf(joined, other)).toEqual(joined);
        expect(joinOf(joined, joined)).toEqual(joined);
      }),
    );
  });

  it('lose no revocation, whatever copy the store comes back with', () => {
    fc.assert(
      fc.property(fc.array(rings, { minLength: 1, maxLength: 4 }), rings, (known, restored) => {
        let store: readonly StoredKey[] = restored;
        const knows: Array<readonly StoredKey[]> = [...known];
        // Each looks twice: who looked first did not know yet what the others brought.
        for (let look = 0; look < 2 * known.length; look += 1) {
          const nth = look % known.length;
          store = mergedWith(knows[nth] ?? [], store, T, POLICY).keys;
          knows[nth] = store;
        }
        for (const each of knows) expect(mergedWith(each, store, T, POLICY).isComplete).toBe(true);
        const gone = [...known.flat(), ...restored].filter(({ revokedAt }) => revokedAt);
        for (const { kid } of gone) {
          const key = store.find((each) => each.kid === kid);
          expect([key?.revokedAt !== undefined, key?.privateKey]).toEqual([true, '']);
        }
      }),
    );
  });
});
