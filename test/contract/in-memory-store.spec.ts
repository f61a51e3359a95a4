import { describe, expect, it } from '@jest/globals';

import { InMemoryStore } from '../../lib/stores/in-memory-store.js';
import { FakeClock } from '../support/fake-clock.js';
import { describeKeyValueStore } from './key-value-store.contract.js';

describeKeyValueStore('InMemoryStore', () => {
  const clock = new FakeClock();
  return { store: new InMemoryStore(clock), passTime: (seconds) => clock.advance(seconds) };
});

describe('InMemoryStore', () => {
  const TTL = 60;

  it('lets the oldest go when it is full', async () => {
    const store = new InMemoryStore(new FakeClock(), 2);
    for (const key of ['a', 'b', 'c']) await store.set(key, key, TTL);
    expect([await store.get('a'), await store.get('b'), await store.get('c')]).toEqual([
      undefined,
      'b',
      'c',
    ]);
  });

  it('lets what expired go first', async () => {
    const clock = new FakeClock();
    const store = new InMemoryStore(clock, 2);
    await store.set('a', 'a', TTL);
    clock.advance(TTL);
    for (const key of ['b', 'c']) await store.set(key, key, TTL);
    expect([await store.get('b'), await store.get('c')]).toEqual(['b', 'c']);
  });

  it('takes what was written over for new', async () => {
    const store = new InMemoryStore(new FakeClock(), 2);
    for (const key of ['a', 'b', 'a', 'c']) await store.set(key, key, TTL);
    expect([await store.get('a'), await store.get('b')]).toEqual(['a', undefined]);
  });

  it('lets nobody go for a value that is written over', async () => {
    const store = new InMemoryStore(new FakeClock(), 2);
    for (const key of ['a', 'b', 'b']) await store.set(key, key, TTL);
    expect(await store.get('a')).toBe('a');
  });
});
