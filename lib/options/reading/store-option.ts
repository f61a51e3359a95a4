import { BoundedStore } from '../../stores/bounded-store.js';
import type { KeyValueStore } from '../../stores/key-value-store.js';
import type { OptionReader } from './option-reader.js';

const METHODS = ['get', 'set', 'take', 'putIfAbsent', 'compareAndSet'] as const;

/**
 * The option `store` of a section, bounded here and nowhere else.
 *
 * @param other what another option was read as, which may have been the same store.
 */
export function storeOption<T extends { readonly store?: KeyValueStore }>(
  section: OptionReader<T>,
  other?: KeyValueStore,
): KeyValueStore | undefined {
  const store = section.object('store');
  if (store === undefined) return undefined;
  // By its methods, so that a store from another copy of this package is one too.
  if (METHODS.some((method) => typeof store[method] !== 'function')) {
    section.problem('store', 'is no complete KeyValueStore: write `class … extends KeyValueStore`');
  }
  const isOther = other instanceof BoundedStore && other.bounds(store);
  return isOther ? other : new BoundedStore(store, section.nameOf('store'));
}
