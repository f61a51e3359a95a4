import { type KeyRingContent, KeyRingStore, type StoredKey } from './key-ring.store.js';

/** A ring that is gone with the process: for tests. */
export class InMemoryKeyRingStore extends KeyRingStore {
  private version = 0;
  private keys: readonly StoredKey[] = [];

  override load(): Promise<KeyRingContent> {
    return Promise.resolve({ version: String(this.version), keys: this.keys });
  }

  override save(expectedVersion: string, keys: readonly StoredKey[]): Promise<boolean> {
    if (expectedVersion !== String(this.version)) return Promise.resolve(false);
    this.version += 1;
    this.keys = structuredClone(keys);
    return Promise.resolve(true);
  }
}
