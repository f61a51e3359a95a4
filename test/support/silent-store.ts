import { InMemoryStore } from '../../lib/stores/in-memory-store.js';
import { KeyValueStore } from '../../lib/stores/key-value-store.js';

/** A store of the application's, which takes what it is asked and at times never answers. */
export class SilentStore extends KeyValueStore {
  private readonly entries = new InMemoryStore();

  constructor(public isSilent = false) {
    super();
  }

  override get(key: string): Promise<string | undefined> {
    return this.answer(() => this.entries.get(key));
  }

  override set(key: string, value: string, ttl: number): Promise<void> {
    return this.answer(() => this.entries.set(key, value, ttl));
  }

  override take(key: string): Promise<string | undefined> {
    return this.answer(() => this.entries.take(key));
  }

  override putIfAbsent(key: string, value: string, ttl: number): Promise<boolean> {
    return this.answer(() => this.entries.putIfAbsent(key, value, ttl));
  }

  override compareAndSet(
    key: string,
    expected: string,
    value: string,
    ttl: number,
  ): Promise<boolean> {
    return this.answer(() => this.entries.compareAndSet(key, expected, value, ttl));
  }

  override close(): Promise<void> {
    return this.answer(async () => undefined);
  }

  private answer<T>(work: () => Promise<T>): Promise<T> {
    return this.isSilent ? new Promise(() => undefined) : work();
  }
}
