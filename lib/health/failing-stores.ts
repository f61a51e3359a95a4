import type { ResolvedOptions } from '../options/resolved-options.js';
import type { KeyValueStore } from '../stores/key-value-store.js';

const PROBE_KEY = 'health';
const PROBE_SECONDS = 60;

/** By the option that names it; one that both name, once. */
export function storesOf({
  transaction,
  session,
}: ResolvedOptions): ReadonlyMap<string, KeyValueStore> {
  const stores = new Map<string, KeyValueStore>();
  if (transaction.store) stores.set('transaction.store', transaction.store);
  if (session.store && session.store !== transaction.store)
    stores.set('session.store', session.store);
  return stores;
}

/** The options whose stores cannot be written to, by writing to them. */
export async function failingAmong(
  stores: ReadonlyMap<string, KeyValueStore>,
): Promise<readonly string[]> {
  const answers = await Promise.all(
    [...stores].map(async ([option, store]) => {
      try {
        await store.set(PROBE_KEY, '', PROBE_SECONDS);
        return [];
      } catch {
        return [option]; // that is the answer; why, is in the log of whoever needed the store
      }
    }),
  );
  return answers.flat();
}
