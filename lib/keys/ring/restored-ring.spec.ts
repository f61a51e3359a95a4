import { afterEach, describe, expect, it, jest } from '@jest/globals';

import { codeFrom } from '../../../test/support/code-of.js';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { DAY } from '../../../test/support/key-records.js';
import { RingInstances } from '../../../test/support/ring-instances.js';
import { InMemoryKeyRingStore } from './in-memory-key-ring.store.js';
import type { StoredKey } from './key-ring.store.js';

const instances = new RingInstances();

afterEach(() => instances.stop());

/** A store of which somebody keeps copies. */
class BackedUpStore extends InMemoryKeyRingStore {
  saves = 0;
  isReadOnly = false;
  private copy: readonly StoredKey[] = [];

  override save(expectedVersion: string, keys: readonly StoredKey[]): Promise<boolean> {
    if (this.isReadOnly) return Promise.reject(new Error('read only'));
    this.saves += 1;
    return super.save(expectedVersion, keys);
  }

  async backUp(): Promise<void> {
    this.copy = (await this.load()).keys;
  }

  async restore(keys = this.copy): Promise<void> {
    await super.save((await this.load()).version, keys);
    this.saves = 0;
  }
}

const statesIn = async ({ rotation }: Awaited<ReturnType<RingInstances['start']>>) =>
  Object.fromEntries((await rotation.list()).map(({ kid, state }) => [kid, state]));

describe('a ring whose store is slow, and that others keep changing', () => {
  it('is given up after half a minute, not after ten attempts', async () => {
    let time = performance.now();
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => time);
    class ContestedStore extends InMemoryKeyRingStore {
      attempts = 0;
      isContested = false;

      override save(expectedVersion: string, keys: readonly StoredKey[]): Promise<boolean> {
        if (!this.isContested) return super.save(expectedVersion, keys);
        this.attempts += 1;
        time += 14_000;
        return Promise.resolve(false);
      }
    }
    const store = new ContestedStore();
    const one = await instances.start(store);
    store.isContested = true;
    expect(await codeFrom(one.rotation.rotate())).toBe('key_unavailable');
    expect(store.attempts).toBe(3);
    clock.mockRestore();
  });
});

/** An instance whose key was revoked, and whose store has come back as it was before. */
async function restoredAfterRevocation() {
  const store = new BackedUpStore();
  const one = await instances.start(store);
  const leaked = await one.signs();
  await store.backUp();
  const { activeKid } = await one.rotation.revoke(leaked);
  await store.restore();
  return { store, one, leaked, activeKid };
}

describe('a ring that comes back older', () => {
  it('has no key in use that was revoked since', async () => {
    const { store, one, leaked, activeKid } = await restoredAfterRevocation();
    await one.provider.refresh();

    expect([await one.signs(), await one.published()]).toEqual([activeKid, [activeKid]]);
    const { keys } = await store.load();
    const record = keys.find(({ kid }) => kid === leaked);
    expect(record).toMatchObject({ kid: leaked, revokedAt: one.clock.seconds(), privateKey: '' });
    // Who starts after that knows it, too.
    const other = await instances.start(store, one.clock);
    expect([await other.signs(), await other.published()]).toEqual([activeKid, [activeKid]]);
  });

  it('has the key in use that was made since', async () => {
    const store = new BackedUpStore();
    const one = await instances.start(store);
    one.clock.advance(10 * DAY);
    const before = await one.signs();
    await store.backUp();
    const { kid } = await one.rotation.rotate();
    one.clock.advance(DAY);
    await store.restore();
    await one.provider.refresh();
    expect([await one.signs(), await one.published()]).toEqual([kid, [kid, before]]);
    expect((await store.load()).keys.map((key) => key.kid)).toEqual([before, kid]);
  });

  it('says what of it came back, once, and what to do', async () => {
    const { one, leaked } = await restoredAfterRevocation();
    for (let turn = 0; turn < 3; turn += 1) await one.provider.refresh();
    expect(one.problems).toEqual([
      `The key ring came back older than it was, as from a backup. It has one key again; what was revoked is so again (${leaked}). Look through its list, and revoke again what was revoked in the minute before and is not`,
    ]);
  });

  it('is written back by one instance, and all have the same after it', async () => {
    const store = new BackedUpStore();
    const clock = new FakeClock();
    const all = [
      await instances.start(store, clock),
      await instances.start(store, clock),
      await instances.start(store, clock),
    ] as const;
    const [one] = all;
    await store.backUp();
    await one.rotation.revoke(await one.signs());
    await Promise.all(all.map(({ provider }) => provider.refresh()));
    await store.restore();
    await Promise.all(all.map(({ provider }) => provider.refresh()));
    await Promise.all(all.map(({ provider }) => provider.refresh()));
    const states = await Promise.all(all.map(statesIn));
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
    expect(Object.values(states[0] ?? {}).toSorted()).toEqual(['active', 'revoked']);
    expect(all.flatMap(({ problems }) => problems)).toHaveLength(1);
  });

  it('has what each of two instances knows alone', async () => {
    const store = new BackedUpStore();
    const clock = new FakeClock();
    const [one, other] = [await instances.start(store, clock), await instances.start(store, clock)];
    const first = await one.signs();
    await store.backUp();
    const { activeKid: ofOne } = await one.rotation.revoke(first);
    await store.restore();
    // This one has not seen that.
    const { kid: ofOther } = await other.rotation.rotate();
    await one.provider.refresh();
    await other.provider.refresh();
    for (const each of [one, other])
      expect(await statesIn(each)).toEqual({
        [first]: 'revoked',
        [ofOne]: 'active',
        [ofOther]: 'published',
      });
  });

  it('is known to be older before anything is decided on it', async () => {
    const { one, leaked, activeKid } = await restoredAfterRevocation();
    await one.rotation.rotate({ force: true });
    expect((await statesIn(one))[leaked]).toBe('revoked');
    expect(Object.keys(await statesIn(one))).toContain(activeKid);
  });

  it('is what this process knows also while nothing can be written', async () => {
    const { store, one, activeKid } = await restoredAfterRevocation();
    store.isReadOnly = true;
    expect(await codeFrom(one.provider.refresh())).toBe('key_unavailable');
    expect([await one.signs(), await one.published()]).toEqual([activeKid, [activeKid]]);
    store.isReadOnly = false;
    await one.provider.refresh();
    expect((await store.load()).keys).toHaveLength(2);
    expect(one.problems).toHaveLength(1);
  });

  it('gets no key back that was removed in time', async () => {
    const store = new BackedUpStore();
    const one = await instances.start(store);
    const first = await one.signs();
    one.clock.advance(10 * DAY);
    await one.rotation.rotate();
    await store.backUp();
    one.clock.advance(3 * DAY);
    await one.provider.refresh();
    expect(await one.published()).not.toContain(first);
    await store.restore();
    await one.provider.refresh();
    expect(await one.published()).toHaveLength(2); // until it is sure, and never to sign
    expect(await one.signs()).not.toBe(first);
    expect(one.problems).toEqual([expect.stringContaining(`${first} was removed`)]);
    one.clock.advance(DAY);
    await one.provider.refresh();
    expect(await one.published()).not.toContain(first);
    expect((await store.load()).keys).toHaveLength(1);
  });

  it('is looked at without a word, and without a write, when it is as it was', async () => {
    const store = new BackedUpStore();
    const one = await instances.start(store);
    await one.rotation.revoke(await one.signs());
    store.saves = 0;
    for (let turn = 0; turn < 3; turn += 1) await one.provider.refresh();
    expect([store.saves, one.problems]).toEqual([0, []]);
  });
});

describe('a ring of 0.1.0', () => {
  it('is read, and keeps no private key of what was revoked', async () => {
    const store = new BackedUpStore();
    const one = await instances.start(store);
    const first = await one.signs();
    const { keys: made } = await store.load();
    await one.rotation.revoke(first);
    const { keys } = await store.load();
    const material = new Map(made.map(({ kid, privateKey }) => [kid, privateKey]));
    await store.restore(
      keys.map((key) =>
        Object.assign({}, key, { privateKey: material.get(key.kid) ?? key.privateKey }),
      ),
    );
    const other = await instances.start(store, one.clock);
    expect(await statesIn(other)).toMatchObject({ [first]: 'revoked' });
    const record = (await store.load()).keys.find(({ kid }) => kid === first);
    expect(record?.privateKey).toBe('');
    expect(other.problems).toEqual([]);
  });

  it('beside this one removes the record of a revoked key after a day: it is there again, without a word', async () => {
    const store = new BackedUpStore();
    const one = await instances.start(store);
    const first = await one.signs();
    await one.rotation.revoke(first);
    one.clock.advance(2 * DAY);
    await store.restore((await store.load()).keys.filter(({ kid }) => kid !== first));
    await one.provider.refresh();
    expect(await statesIn(one)).toMatchObject({ [first]: 'revoked' });
    expect(one.problems).toEqual([]);
  });
});

describe('a ring in which a private key was damaged', () => {
  const damaged = (keys: readonly StoredKey[]) =>
    keys.map((key) => ({ ...key, privateKey: key.privateKey.slice(0, -9) }));

  it('is made whole by who knows the key, and says so', async () => {
    const store = new BackedUpStore();
    const one = await instances.start(store);
    const { keys } = await store.load();
    await store.restore(damaged(keys));
    for (let turn = 0; turn < 2; turn += 1) await one.provider.refresh();
    expect((await store.load()).keys).toEqual(keys);
    expect(one.problems).toEqual([
      `${keys[0]?.kid} was damaged in the store of the key ring: it is whole there again`,
    ]);
  });

  it('stays whole when somebody repairs it, though an instance knows it only damaged', async () => {
    const store = new BackedUpStore();
    const clock = new FakeClock();
    const [one, other] = [await instances.start(store, clock), await instances.start(store, clock)];
    await one.rotation.rotate();
    const { keys } = await store.load();
    await store.restore(damaged(keys));
    expect(await codeFrom(other.provider.refresh())).toBe('key_invalid');
    await store.restore(keys);
    await other.provider.refresh();
    expect((await store.load()).keys).toEqual(keys);
    expect(await other.published()).toEqual(await one.published());
  });
});
