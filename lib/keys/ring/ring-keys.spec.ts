import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { codeFrom } from '../../../test/support/code-of.js';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { RecordingDependencies } from '../../../test/support/key-provider-dependencies.js';
import { DAY, POLICY } from '../../../test/support/key-records.js';
import { days, minutes } from '../../common/durations.js';
import { InMemoryKeyRingStore } from './in-memory-key-ring.store.js';
import type { KeyRingContent, StoredKey } from './key-ring.store.js';
import { PrivateKeySeal } from './private-key-seal.js';
import { momentBy } from './ring-clock.js';
import { RingKeyProvider } from './ring-keys.js';
import { rotationPolicy } from './rotation-policy.js';
import { StoredKeyRing } from './stored-key-ring.js';

/** A store that fails when it is told to. */
class FlakyStore extends InMemoryKeyRingStore {
  failure: Error | undefined;
  isReadOnly = false;
  loads = 0;
  callsAfterClose = 0;
  private isClosed = false;

  override load(): Promise<KeyRingContent> {
    this.loads += 1;
    if (this.isClosed) this.callsAfterClose += 1;
    return this.failure ? Promise.reject(this.failure) : super.load();
  }

  override save(expectedVersion: string, keys: readonly StoredKey[]): Promise<boolean> {
    if (this.isClosed) this.callsAfterClose += 1;
    if (this.isReadOnly) return Promise.reject(new Error('read only'));
    return super.save(expectedVersion, keys);
  }

  override close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

const running: RingKeyProvider[] = [];

afterEach(() => Promise.all(running.splice(0).map((provider) => provider.stop())));

/** One more process on the same store. */
async function aProcess(store: FlakyStore, clock = new FakeClock(), policy = POLICY) {
  const ring = new StoredKeyRing({
    store,
    seal: new PrivateKeySeal('a secret that is long enough, really'),
    policy,
    uses: ['sig'],
    algorithm: 'ES256',
    modulusLength: 2048,
  });
  const dependencies = new RecordingDependencies(clock);
  const first = await ring.open((await ring.load()).keys);
  const provider = new RingKeyProvider(ring, first, dependencies);
  running.push(provider);
  const { told, problems, notes } = dependencies;
  return { provider, ring, clock, told, problems, notes };
}

/** Keys are made and opened on other threads, which wait for no fake timer. */
async function eventually(what: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 100_000 && !(await what()); turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function loseEverything(store: FlakyStore): Promise<void> {
  const { version } = await store.load();
  await store.save(version, []);
}

async function kids(provider: RingKeyProvider) {
  const { kid } = await provider.signer();
  return { signs: kid, published: (await provider.publicKeys()).map((key) => key.kid) };
}

describe('RingKeyProvider', () => {
  it('makes the first key when it starts', async () => {
    const { provider, told } = await aProcess(new FlakyStore());
    await provider.start();
    const { signs, published } = await kids(provider);
    expect(published).toEqual([signs]);
    expect(told).toEqual([`key.published ${signs}`, `key.activated ${signs}`]);
  });

  it('makes it when it is asked for before that', async () => {
    const { provider } = await aProcess(new FlakyStore());
    expect((await provider.signer()).alg).toBe('ES256');
  });

  it('tells nothing of keys that were there', async () => {
    const store = new FlakyStore();
    await (await aProcess(store)).provider.start();
    const { provider, told } = await aProcess(store);
    await provider.start();
    expect(told).toEqual([]);
  });

  it('leads a key through its life', async () => {
    const { provider, clock, told } = await aProcess(new FlakyStore());
    await provider.start();
    const { signs: first } = await kids(provider);
    clock.advance(89 * DAY);
    await provider.refresh();
    const [, second = ''] = (await kids(provider)).published;
    expect(await kids(provider)).toEqual({ signs: first, published: [first, second] });
    clock.advance(DAY);
    expect(await kids(provider)).toEqual({ signs: second, published: [second, first] });
    await provider.refresh();
    clock.advance(DAY);
    expect(await kids(provider)).toEqual({ signs: second, published: [second] });
    await provider.refresh();
    expect(told.slice(2)).toEqual([
      `key.published ${second}`,
      `key.retired ${first}`,
      `key.activated ${second}`,
      `key.removed ${first}`,
    ]);
  });

  it('notes what becomes of a key, by its name', async () => {
    const { provider, ring, clock, notes } = await aProcess(new FlakyStore());
    await provider.start();
    const { signs: first } = await kids(provider);
    clock.advance(60);
    const { kid: second } = await provider.apply((_ring, moment) =>
      ring.rotate(moment, true, 'sig'),
    );
    await provider.apply((_ring, moment) => ring.revoke(moment, second));
    expect(notes).toEqual([
      `The key ${first} is published`,
      `The key ${first} is the one in use`,
      `The key ${first} is in use no more`,
      `The key ${second} is published`,
      `The key ${second} is the one in use`,
      `The key ${first} is the one in use`,
      `The key ${second} was revoked: it is neither used nor published any more`,
    ]);
  });

  it('rotates once, however many processes there are', async () => {
    const store = new FlakyStore();
    const clock = new FakeClock();
    const processes = await Promise.all(Array.from({ length: 5 }, () => aProcess(store, clock)));
    await Promise.all(processes.map(({ provider }) => provider.start()));
    clock.advance(89 * DAY);
    await Promise.all(processes.map(({ provider }) => provider.refresh()));
    const seen = await Promise.all(processes.map(({ provider }) => kids(provider)));
    expect(new Set(seen.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(seen[0]?.published).toHaveLength(2);
  });

  it('gives the same list of keys as long as it holds the same', async () => {
    const { provider } = await aProcess(new FlakyStore());
    await provider.start();
    const list = await provider.publicKeys();
    await provider.refresh();
    expect(await provider.publicKeys()).toBe(list);
    expect(Object.isFrozen(list)).toBe(true);
  });

  it('never waits for the store once it has keys', async () => {
    const store = new FlakyStore();
    const { provider } = await aProcess(store);
    await provider.start();
    const { loads } = store;
    for (let use = 0; use < 10; use += 1) await kids(provider);
    expect(store.loads).toBe(loads);
  });

  describe('while the store is down', () => {
    it('keeps its keys, and lets them take over in time', async () => {
      const store = new FlakyStore();
      const { provider, clock } = await aProcess(store);
      await provider.start();
      clock.advance(89 * DAY);
      await provider.refresh();
      const [, second] = (await kids(provider)).published;
      store.failure = new Error('down');
      expect(await codeFrom(provider.refresh())).toBe('key_unavailable');
      clock.advance(DAY);
      expect((await kids(provider)).signs).toBe(second);
    });

    it('says so, and nothing of what the store said', async () => {
      const store = new FlakyStore();
      await (await aProcess(store)).provider.start();
      const { provider, problems } = await aProcess(store);
      store.failure = new Error('redis://user:password@host');
      await provider.start();
      expect(problems).toEqual([
        'The key ring stays as it was: The store of the key ring failed (Error).',
      ]);
    });

    it('does not start without a key', async () => {
      const store = new FlakyStore();
      const { provider } = await aProcess(store);
      store.failure = new Error('down');
      expect(await codeFrom(provider.start())).toBe('key_unavailable');
    });

    it('does not try on when it did not start', async () => {
      jest.useFakeTimers();
      const store = new FlakyStore();
      const { provider } = await aProcess(store);
      store.failure = new Error('down');
      await codeFrom(provider.start());
      expect(jest.getTimerCount()).toBe(0);
      jest.useRealTimers();
    });

    it('still takes over what others changed, when it can only read', async () => {
      const store = new FlakyStore();
      const { provider, clock, ring } = await aProcess(store);
      await provider.start();
      const { kid } = await ring.rotate(momentBy(clock.seconds()), true, 'sig');
      clock.advance(300 * DAY);
      store.isReadOnly = true;
      expect(await codeFrom(provider.refresh())).toBe('key_unavailable');
      expect((await kids(provider)).signs).toBe(kid);
    });
  });

  describe('when the store lost everything', () => {
    it('gives it the keys again, in place of one that nobody knows', async () => {
      const store = new FlakyStore();
      const processes = [await aProcess(store), await aProcess(store)] as const;
      for (const { provider } of processes) await provider.start();
      const [{ provider, problems }] = processes;
      const before = await kids(provider);
      await loseEverything(store);
      await Promise.all(processes.map((each) => each.provider.refresh()));
      for (const each of processes) expect(await kids(each.provider)).toEqual(before);
      expect((await store.load()).keys.map(({ kid }) => kid)).toEqual(before.published);
      expect([...problems, ...processes[1].problems]).toEqual([
        'The store of the key ring was empty: it has its keys again',
      ]);
    });

    it('also before a rotation that is asked for', async () => {
      const store = new FlakyStore();
      const { provider, ring } = await aProcess(store);
      await provider.start();
      const { signs } = await kids(provider);
      await loseEverything(store);
      await provider.apply((_ring, moment) => ring.rotate(moment, false, 'sig'));
      expect((await kids(provider)).signs).toBe(signs);
    });

    it('keeps its keys when the store does not take them', async () => {
      const store = new FlakyStore();
      const { provider } = await aProcess(store);
      await provider.start();
      const before = await kids(provider);
      await loseEverything(store);
      store.isReadOnly = true;
      expect(await codeFrom(provider.refresh())).toBe('key_unavailable');
      expect(await kids(provider)).toEqual(before);
    });
  });

  it('refuses a store that holds something else', async () => {
    const store = new FlakyStore();
    const { provider } = await aProcess(store);
    await provider.start();
    const { version, keys } = await store.load();
    await store.save(version, [...keys, Object.assign({}, keys[0], { kid: '../etc' })]);
    expect(await codeFrom(provider.refresh())).toBe('key_invalid');
    expect((await kids(provider)).published).toHaveLength(1);
  });

  it('says so when a key gets old, once', async () => {
    const store = new FlakyStore();
    const { provider, clock, problems } = await aProcess(store);
    await provider.start();
    clock.advance(293 * DAY);
    await provider.refresh();
    await provider.refresh();
    expect(problems).toEqual([expect.stringContaining('has been in use for 292 days')]);
  });

  describe('maxAge', () => {
    it.each([
      ['is an hour far from any change', 10 * DAY, 3600],
      ['shrinks before the next key is published', 89 * DAY - 600, 600],
      ['is a minute at least', 89 * DAY - 5, 60],
    ])('%s', async (_what, age, expected) => {
      const { provider, clock } = await aProcess(new FlakyStore());
      await provider.start();
      clock.advance(age);
      expect(provider.maxAge()).toBe(expected);
    });
  });

  it('stops: nothing is under way after that', async () => {
    const store = new FlakyStore();
    const { provider } = await aProcess(store);
    await provider.start();
    const refresh = provider.refresh();
    await provider.stop();
    const { loads } = store;
    await refresh;
    expect(store.loads).toBe(loads);
  });

  it('stops when all that is due is done, and asks a store that is closed for nothing', async () => {
    const store = new FlakyStore();
    const { provider, clock } = await aProcess(store);
    await provider.start();
    clock.advance(89 * DAY);
    const refresh = provider.refresh();
    await provider.stop();
    expect(store.callsAfterClose).toBe(0);
    await refresh;
    expect(store.callsAfterClose).toBe(0);
    expect((await kids(provider)).published).toHaveLength(2);
  });

  describe('its timer', () => {
    beforeEach(() => {
      jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    /** As if nothing happened but time. */
    async function pass(seconds: number, ...clocks: readonly FakeClock[]): Promise<void> {
      for (let second = 0; second < seconds; second += 1) {
        for (const clock of clocks) clock.advance(1);
        await jest.advanceTimersByTimeAsync(1000);
      }
    }

    it('does what is due, with nobody there', async () => {
      const { provider, clock, told } = await aProcess(new FlakyStore());
      await provider.start();
      const { signs } = await kids(provider);
      clock.advance(89 * DAY - 30);
      await pass(61, clock);
      await eventually(async () => told.length > 2);
      expect((await kids(provider)).published).toHaveLength(2);
      expect(told.slice(2)).toEqual([expect.stringMatching(/^key\.published /)]);
      expect((await kids(provider)).signs).toBe(signs);
    });

    it.each([
      ['the shortest lead', minutes(1)],
      ['the usual lead', days(1)],
    ])('has every process see a change within half of %s', async (_what, publishLead) => {
      const store = new FlakyStore();
      const policy = rotationPolicy({ rotateEvery: days(90), publishLead, retireLag: days(1) });
      const clocks = [new FakeClock(), new FakeClock(), new FakeClock()];
      const processes = await Promise.all(clocks.map((clock) => aProcess(store, clock, policy)));
      for (const { provider } of processes) {
        await provider.start();
        await pass(7, ...clocks); // they did not start together
      }
      const [first] = processes;
      const { kid } = await (first?.provider.apply((ring, moment) =>
        ring.rotate(moment, false, 'sig'),
      ) ?? Promise.reject(new Error('There are three')));
      await pass(Math.min(policy.publishLead / 2, 61), ...clocks);
      const look = () => Promise.all(processes.map(({ provider }) => kids(provider)));
      const seeIt = (seen: Awaited<ReturnType<typeof look>>) =>
        seen.map(({ published }) => published.includes(kid));
      await eventually(async () => seeIt(await look()).every(Boolean));
      const seen = await look();
      expect(seeIt(seen)).toEqual([true, true, true]);
      expect(seen.map(({ signs }) => signs)).not.toContain(kid);
    });

    it('comes back sooner while the store is down', async () => {
      const store = new FlakyStore();
      await (await aProcess(store)).provider.start();
      const { provider, clock } = await aProcess(store);
      await provider.start();
      clock.advance(89 * DAY);
      store.failure = new Error('down');
      await pass(61, clock);
      const { loads } = store;
      await pass(30, clock);
      expect(store.loads - loads).toBe(3);
    });

    it('keeps no process alive', async () => {
      const set = jest.spyOn(globalThis, 'setTimeout');
      const { provider } = await aProcess(new FlakyStore());
      await provider.start();
      const timers = set.mock.results.map(({ value }) => value as NodeJS.Timeout);
      set.mockRestore();
      expect(jest.getTimerCount()).toBe(1);
      expect(timers.at(-1)?.hasRef()).toBe(false);
    });

    it('waits no longer than fifteen seconds for a store that does not let go', async () => {
      const store = new FlakyStore();
      store.close = () => new Promise(() => undefined);
      const { ring } = await aProcess(store);
      const closing = codeFrom(ring.close());
      await pass(16);
      expect(await closing).toBe('key_unavailable');
      store.close = () => Promise.resolve();
    });

    it('ends with the application', async () => {
      const { provider } = await aProcess(new FlakyStore());
      await provider.start();
      await provider.stop();
      expect(jest.getTimerCount()).toBe(0);
    });
  });
});
