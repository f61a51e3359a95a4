import { InMemoryStore } from '../../lib/stores/in-memory-store.js';
import type { KeyValueStore } from '../../lib/stores/key-value-store.js';

type Method = keyof KeyValueStore;

/** A store that can be looked into, and that fails when a test wants it to. */
export class FaultyStore extends InMemoryStore {
  /** Every call, in order. */
  readonly calls: Method[] = [];
  /** Every value that is kept, by its key. */
  readonly content = new Map<string, string>();
  private failing: readonly Method[] = [];

  /** From now on these fail; without names, none does. */
  fail(...methods: readonly Method[]): void {
    this.failing = methods;
  }

  failAll(): void {
    this.fail('get', 'set', 'take', 'putIfAbsent', 'compareAndSet');
  }

  override async get(key: string): Promise<string | undefined> {
    this.called('get');
    return super.get(key);
  }

  override async set(key: string, value: string, ttl: number): Promise<void> {
    this.called('set');
    this.content.set(key, value);
    return super.set(key, value, ttl);
  }

  override async take(key: string): Promise<string | undefined> {
    this.called('take');
    this.content.delete(key);
    return super.take(key);
  }

  override async putIfAbsent(key: string, value: string, ttl: number): Promise<boolean> {
    this.called('putIfAbsent');
    const isNew = await super.putIfAbsent(key, value, ttl);
    if (isNew) this.content.set(key, value);
    return isNew;
  }

  override async compareAndSet(
    key: string,
    expected: string,
    value: string,
    ttl: number,
  ): Promise<boolean> {
    this.called('compareAndSet');
    const isSet = await super.compareAndSet(key, expected, value, ttl);
    if (isSet) this.content.set(key, value);
    return isSet;
  }

  private called(method: Method): void {
    this.calls.push(method);
    if (this.failing.includes(method)) throw new RangeError('a secret of the store');
  }
}
