import { type Clock, SystemClock } from '../common/clock.js';
import { shareIdentity } from '../copies/shared-identity.js';
import { KeyValueStore } from './key-value-store.js';

interface Entry {
  readonly value: string;
  readonly expiresAt: number;
}

/** Keeps entries in this process: for one instance, and for tests. Bounded; the oldest entries go first. */
export class InMemoryStore extends KeyValueStore {
  static {
    shareIdentity(this, 'InMemoryStore', ({ get }) => typeof get === 'function');
  }

  private readonly entries = new Map<string, Entry>();

  /**
   * @param clock the application's own, where tests move the time.
   * @param maxEntries how many are kept.
   */
  constructor(
    private readonly clock: Clock = new SystemClock(),
    private readonly maxEntries = 100_000,
  ) {
    super();
  }

  override async get(key: string): Promise<string | undefined> {
    return this.live(key)?.value;
  }

  override async set(key: string, value: string, ttl: number): Promise<void> {
    this.write(key, value, ttl);
  }

  override async take(key: string): Promise<string | undefined> {
    const value = this.live(key)?.value;
    this.entries.delete(key);
    return value;
  }

  override async putIfAbsent(key: string, value: string, ttl: number): Promise<boolean> {
    if (this.live(key)) return false;
    this.write(key, value, ttl);
    return true;
  }

  override async compareAndSet(
    key: string,
    expected: string,
    value: string,
    ttl: number,
  ): Promise<boolean> {
    if (this.live(key)?.value !== expected) return false;
    this.write(key, value, ttl);
    return true;
  }

  private live(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    if (!entry || entry.expiresAt > this.clock.now()) return entry;
    this.entries.delete(key);
    return undefined;
  }

  private write(key: string, value: string, ttl: number): void {
    this.entries.delete(key);
    this.makeRoom();
    this.entries.set(key, { value, expiresAt: this.clock.now() + ttl * 1000 });
  }

  /** A map keeps the order of insertion, so the first entries are the oldest: mostly expired ones. */
  private makeRoom(): void {
    for (const [key, entry] of this.entries) {
      if (entry.expiresAt > this.clock.now() && this.entries.size < this.maxEntries) return;
      this.entries.delete(key);
    }
  }
}
