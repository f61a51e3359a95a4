import { InMemoryStore } from '../../lib/stores/in-memory-store.js';
import type { KeyValueStore } from '../../lib/stores/key-value-store.js';

type Method = keyof KeyValueStore;

/** A store that can be looked into, and that fails when a test wants it to. */
export class FaultyStore extends InMemoryStore {
  /** Every call, in order. */
  readonly calls: Method[] = [];
  /** Every value that is kept, by its key. */
  readonly content = new Map<string, string>();
  /** Seconds that each was last told to be kept. */
  readonly ttls = new Map<string, number>();
  private isFailing: (method: Method, key: string) => boolean = () => false;

  /** From now on these fail; without names, none does. */
  fail(...methods: readonly Method[]): void {
    this.failAt((method) => methods.includes(method));
  }

  /** From now on these calls fail. */
  failAt(isFailing: (method: Method, key: string) => boolean): void {
    this.isFailing = isFailing;
  }

  failAll(): void {
    this.fail('get', 'set', 'take', 'putIfAbsent', 'compareAndSet');
  }

  override async get(key: string): Promise<string | undefined> {
    this.called('get', key);
    return super.get(key);
  }

  override async set(key: string, value: string, ttl: number): Promise<void> {
    this.called('set', key);
    this.keep(key, value, ttl);
    return super.set(key, value, ttl);
  }

  override async take(key: string): Promise<string | undefined> {
    this.called('take', key);
    this.content.delete(key);
    return super.take(key);
  }

  override async putIfAbsent(key: string, value: string, ttl: number): Promise<boolean> {
    this.called('putIfAbsent', key);
    const isNew = await super.putIfAbsent(key, value, ttl);
    if (isNew) this.keep(key, value, ttl);
    return isNew;
  }

  override async compareAndSet(
    key: string,
    expected: string,
    value: string,
    ttl: number,
  ): Promise<boolean> {
    this.called('compareAndSet', key);
    const isSet = await super.compareAndSet(key, expected, value, ttl);
    if (isSet) this.keep(key, value, ttl);
    return isSet;
  }

  private keep(key: string, value: string, ttl: number): void {
    this.content.set(key, value);
    this.ttls.set(key, ttl);
  }

  private called(method: Method, key: string): void {
    this.calls.push(method);
    if (this.isFailing(method, key)) throw new RangeError('a secret of the store');
  }
}
