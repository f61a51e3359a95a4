import type { KeyValueStore } from '../../stores/key-value-store.js';
import type { OptionReader } from './option-reader.js';

const METHODS = ['get', 'set', 'take', 'putIfAbsent', 'compareAndSet'] as const;

/** The option `store` of a section. */
export function storeOption(section: OptionReader): KeyValueStore | undefined {
  const store = section.object<KeyValueStore>('store');
  // By its methods, so that a store from another copy of this package is one too.
  if (store && METHODS.some((method) => typeof store[method] !== 'function')) {
    section.problem('store', 'is no complete KeyValueStore: write `class … extends KeyValueStore`');
  }
  return store;
}
