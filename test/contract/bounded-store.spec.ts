import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { InMemoryStore } from '../../lib/stores/in-memory-store.js';
import { BoundedStore } from '../../lib/stores/bounded-store.js';
import { KeyValueStore } from '../../lib/stores/key-value-store.js';
import { codeFrom } from '../support/code-of.js';
import { FakeClock } from '../support/fake-clock.js';
import { FaultyStore } from '../support/faulty-store.js';
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
  class SilentStore extends KeyValueStore {
    private readonly silence = () => new Promise<never>(() => undefined);
    override get = this.silence;
    override set = this.silence;
    override take = this.silence;
    override putIfAbsent = this.silence;
    override compareAndSet = this.silence;
    override close = this.silence;
  }
  let store: BoundedStore;

  beforeEach(() => {
    jest.useFakeTimers();
    store = new BoundedStore(new SilentStore(), 'transaction.store');
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
