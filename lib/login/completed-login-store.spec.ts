import { beforeEach, describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../test/support/fake-clock.js';
import { resolvedOptions } from '../../test/support/resolved-options.js';
import { secondCopy } from '../../test/support/second-copy.js';
import { SECRET } from '../../test/support/written-options.js';
import { InMemoryStore } from '../stores/in-memory-store.js';
import { KeyValueStore } from '../stores/key-value-store.js';
import { completedLoginStore } from './completed-login-store.js';

/** One that is not in this process, as far as anybody can tell. */
class SharedStore extends KeyValueStore {
  private readonly store = new InMemoryStore(clock);
  readonly get = (key: string) => this.store.get(key);
  readonly set = (key: string, value: string, ttl: number) => this.store.set(key, value, ttl);
  readonly take = (key: string) => this.store.take(key);
  readonly putIfAbsent = (key: string, value: string, ttl: number) =>
    this.store.putIfAbsent(key, value, ttl);
  readonly compareAndSet = (key: string, expected: string, value: string, ttl: number) =>
    this.store.compareAndSet(key, expected, value, ttl);
}

let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock();
});

interface Stores {
  readonly session?: KeyValueStore;
  readonly transaction?: KeyValueStore;
}

/** Which of the stores that were written gets what is remembered of completed logins. */
async function writtenTo({ session, transaction }: Stores): Promise<readonly string[]> {
  const options = await resolvedOptions({
    session: { secret: SECRET, ...(session ? { store: session } : {}) },
    ...(transaction ? { transaction: { store: transaction } } : {}),
  });
  await completedLoginStore(options, clock).set('key', 'value', 60);
  const found = await Promise.all([session?.get('key'), transaction?.get('key')]);
  return ['session', 'transaction'].filter((_, place) => found[place] === 'value');
}

describe('completed logins are remembered', () => {
  it('in a memory of their own, where there is no store', async () => {
    const store = completedLoginStore(await resolvedOptions(), clock);
    expect(store).toBeInstanceOf(InMemoryStore);
  });

  it('never where sessions are kept in memory, from which they would displace them', async () => {
    const session = new InMemoryStore(clock);
    expect(await writtenTo({ session })).toEqual([]);
    expect(await writtenTo({ session, transaction: session })).toEqual([]);
  });

  it('nor where another copy of this package keeps them so', async () => {
    const other = await secondCopy(() => import('../stores/in-memory-store.js'));
    expect(await writtenTo({ session: new other.InMemoryStore(clock) })).toEqual([]);
  });

  it('in the store of sessions, where instances share it', async () => {
    expect(await writtenTo({ session: new SharedStore() })).toEqual(['session']);
  });

  it('in a store of their own, whatever that is', async () => {
    const [session, transaction] = [new InMemoryStore(clock), new InMemoryStore(clock)];
    expect(await writtenTo({ session, transaction })).toEqual(['transaction']);
    expect(await writtenTo({ transaction })).toEqual(['transaction']);
  });
});
