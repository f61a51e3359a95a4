import { describe, expect, it } from '@jest/globals';

import { InMemoryStore } from '../../lib/stores/in-memory-store.js';
import { BoundedStore } from '../../lib/stores/bounded-store.js';
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

  it('names the option and the kind of failure, and repeats nothing of it', async () => {
    await expect(store.get('key')).rejects.toThrow('`session.store` did not answer (RangeError)');
  });
});
