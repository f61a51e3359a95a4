import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { InMemoryStore } from '../../lib/stores/in-memory-store.js';
import { BoundedStore } from '../../lib/stores/bounded-store.js';
import { KeyValueStore } from '../../lib/stores/key-value-store.js';
import { codeFrom } from '../support/code-of.js';
import { FakeClock } from '../support/fake-clock.js';
import { FaultyStore } from '../support/faulty-store.js';
import { SilentStore } from '../support/silent-store.js';
import { describeKeyValueStore } from './key-value-store.contract.js';

describeKeyValueStore('BoundedStore', () => {
  const clock = new FakeClock();
  const store = new BoundedStore(new InMemoryStore(clock), 'session.store');
  return { store, passTime: (seconds) => clock.advance(seconds) };
});

describe('BoundedStore', () => {
  const faulty = new FaultyStore(new FakeClock());
  faulty.failAll();
  const store = new BoundedStore(faulty, 'session.store');

  it.each<[string, () => Promise<unknown>]>([
    ['get', () => store.get('key')],
    ['set', () => store.set('key', 'value', 1)],
    ['take', () => store.take('key')],
    ['putIfAbsent', () => store.putIfAbsent('key', 'value', 1)],
    ['compareAndSet', () => store.compareAndSet('key', 'before', 'value', 1)],
  ])('makes the one error of whatever %s fails with', async (_method, call) => {
    expect(await codeFrom(call())).toBe('store_unavailable');
  });

  it('is closed as often as it is told to be', async () => {
    let closed = 0;
    class ClosingStore extends InMemoryStore {
      override async close(): Promise<void> {
        closed += 1;
      }
    }
    await new BoundedStore(new ClosingStore(new FakeClock()), 'session.store').close();
    await expect(store.close()).resolves.toBeUndefined();
    expect(closed).toBe(1);
  });

  it('names the option and the kind of failure, and repeats nothing of it', async () => {
    await expect(store.get('key')).rejects.toThrow('`session.store` did not answer (RangeError)');
  });
});

describe('BoundedStore and a store that never answers', () => {
  let store: BoundedStore;

  beforeEach(() => {
    jest.useFakeTimers();
    store = new BoundedStore(new SilentStore(true), 'transaction.store');
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each<[string, () => Promise<unknown>]>([
    ['get', () => store.get('key')],
    ['set', () => store.set('key', 'value', 1)],
    ['take', () => store.take('key')],
    ['putIfAbsent', () => store.putIfAbsent('key', 'value', 1)],
    ['compareAndSet', () => store.compareAndSet('key', 'before', 'value', 1)],
    ['close', () => store.close()],
  ])('ends the wait for %s after five seconds', async (_method, call) => {
    const waiting = codeFrom(call());
    await jest.advanceTimersByTimeAsync(5001);
    expect(await waiting).toBe('store_unavailable');
  });

  it('lets a request that asks several times wait once', async () => {
    const waiting = codeFrom(store.get('key'));
    await jest.advanceTimersByTimeAsync(5001);
    await waiting;
    await expect(store.get('another')).rejects.toThrow('it was silent a moment ago');
    await expect(store.take('key')).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('is not taken for silent while it answers others, as where one entry hangs', async () => {
    const partly = new InMemoryStore(new FakeClock());
    jest.spyOn(partly, 'get').mockImplementationOnce(() => new Promise(() => undefined));
    const bounded = new BoundedStore(partly, 'session.store');
    const waiting = codeFrom(bounded.get('hangs'));
    await jest.advanceTimersByTimeAsync(3000);
    await bounded.set('another', 'value', 60);
    await jest.advanceTimersByTimeAsync(2001);
    expect(await waiting).toBe('store_unavailable');
    await expect(bounded.get('another')).resolves.toBe('value');
  });

  it('is asked again a second later', async () => {
    const silent = new InMemoryStore(new FakeClock());
    jest.spyOn(silent, 'get').mockImplementationOnce(() => new Promise(() => undefined));
    const healing = new BoundedStore(silent, 'session.store');
    const waiting = codeFrom(healing.get('key'));
    await jest.advanceTimersByTimeAsync(5001);
    await waiting;
    await jest.advanceTimersByTimeAsync(1000);
    await expect(healing.get('key')).resolves.toBeUndefined();
  });
});

describe('BoundedStore, when the application starts,', () => {
  /** A store of somebody else's make: one in memory would be trusted. */
  class GivenStore extends KeyValueStore {
    calls = 0;

    constructor(
      readonly inner: FaultyStore,
      changes: Partial<KeyValueStore> = {},
    ) {
      super();
      Object.assign(this, changes);
    }

    override get(key: string) {
      this.calls += 1;
      return this.inner.get(key);
    }
    override set(key: string, value: string, ttl: number) {
      return this.inner.set(key, value, ttl);
    }
    override take(key: string) {
      return this.inner.take(key);
    }
    override putIfAbsent(key: string, value: string, ttl: number) {
      return this.inner.putIfAbsent(key, value, ttl);
    }
    override compareAndSet(key: string, expected: string, value: string, ttl: number) {
      return this.inner.compareAndSet(key, expected, value, ttl);
    }
  }

  const inner = () => new FaultyStore(new FakeClock());
  const checked = (changes: object) =>
    new BoundedStore(new GivenStore(inner(), changes), 'session.store').check();

  it('takes a store that does what is asked, and leaves nothing in it', async () => {
    const kept = inner();
    const store = new BoundedStore(new GivenStore(kept), 'session.store');
    expect(await store.check()).toEqual([]);
    expect(kept.content.size).toBe(0);
  });

  it.each<[string, object, string]>([
    [
      'always says that it wrote',
      { putIfAbsent: async () => true },
      '`putIfAbsent` must give false where something is, and gave true',
    ],
    [
      'never says whether it wrote',
      { putIfAbsent: async () => undefined },
      '`putIfAbsent` must give true where nothing is, and gave undefined',
    ],
    [
      'has null for nothing',
      { get: async () => null },
      '`get` must give undefined where nothing is, and gave null',
    ],
    [
      'compares nothing',
      { compareAndSet: async () => true },
      '`compareAndSet` must give false where something else is, and gave true',
    ],
    [
      'takes without removing',
      { take: async () => 'b' },
      '`take` must give undefined where nothing is, and gave the value',
    ],
  ])('refuses one that %s', async (_what, changes, reason) => {
    const refused = checked(changes);
    await expect(refused).rejects.toMatchObject({ code: 'invalid_options' });
    await expect(refused).rejects.toThrow(`\`session.store\`: ${reason}`);
  });

  it('lets one tell what it knows of itself', async () => {
    const check = async () => ['is slow'];
    expect(await checked({ check })).toEqual(['`session.store` is slow']);
  });

  it('is not stopped by one that is away, and tries it once it is back', async () => {
    const faulty = inner();
    faulty.failAll();
    const given = new GivenStore(faulty);
    const store = new BoundedStore(given, 'session.store');
    expect(await store.check()).toEqual([]);
    expect(await codeFrom(store.get('a'))).toBe('store_unavailable');
    faulty.fail();
    await Promise.all([store.get('a'), store.get('a')]);
    const calls = given.calls;
    await store.get('a');
    expect(given.calls - calls).toBe(1);
  });

  it('is not tried any more only to be closed', async () => {
    const faulty = inner();
    faulty.failAll();
    const close = jest.fn(async () => undefined);
    const given = new GivenStore(faulty, { close });
    const store = new BoundedStore(given, 'session.store');
    await store.check();
    faulty.fail();
    const calls = given.calls;
    await store.close();
    expect(close).toHaveBeenCalledTimes(1);
    expect(given.calls).toBe(calls);
  });

  it('says then what is wrong with it, and trusts it with nothing', async () => {
    const faulty = inner();
    faulty.failAll();
    const given = new GivenStore(faulty, { compareAndSet: async () => true });
    const store = new BoundedStore(given, 'session.store');
    await store.check();
    faulty.fail();
    await expect(store.set('a', '1', 60)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('`session.store` cannot be used: `compareAndSet` must give'),
    });
    expect(faulty.content.has('a')).toBe(false);
  });

  it('lets one that only reads give what it has', async () => {
    const faulty = inner();
    await faulty.set('a', '1', 60);
    faulty.fail('set', 'putIfAbsent', 'compareAndSet', 'take');
    const store = new BoundedStore(new GivenStore(faulty), 'session.store');
    await store.check();
    expect(await store.get('a')).toBe('1');
  });
});
