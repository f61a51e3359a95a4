import type { Clock } from '../common/clock.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { BoundedStore } from '../stores/bounded-store.js';
import { InMemoryStore } from '../stores/in-memory-store.js';
import type { KeyValueStore } from '../stores/key-value-store.js';

/**
 * Where completed logins are remembered. Strangers can write there, as often as they like: in memory it is kept apart
 * from sessions, of which the oldest would have to go.
 */
export function completedLoginStore(
  { transaction, session }: ResolvedOptions,
  clock: Clock,
): KeyValueStore {
  const shared = transaction.store ?? session.store;
  const isOfSessions = shared === session.store;
  if (!shared || (isOfSessions && isInMemory(shared))) return new InMemoryStore(clock);
  return shared;
}

function isInMemory(store: KeyValueStore): boolean {
  return store instanceof BoundedStore && store.isInMemory;
}
