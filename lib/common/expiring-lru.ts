import type { Clock } from './clock.js';

interface Entry<V> {
  readonly value: V;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** Seconds between two looks for what has expired. */
const SWEEP_EVERY = 60;

/** Remembers values until they expire; when there are too many, the one that was used longest ago goes. */
export class ExpiringLru<V> {
  /** In the order of use. */
  private readonly entries = new Map<string, Entry<V>>();
  private sweptAt = 0;

  constructor(
    private readonly clock: Clock,
    private readonly capacity: number,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string): V | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    if (entry.expiresAt <= this.clock.seconds()) return undefined;
    this.entries.set(key, entry);
    return entry.value;
  }

  /** @param expiresAt seconds since the epoch. */
  set(key: string, value: V, expiresAt: number): void {
    this.sweep();
    this.entries.delete(key);
    this.entries.set(key, { value, expiresAt });
    if (this.entries.size <= this.capacity) return;
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  /** Nothing stays in memory merely because nobody asks for it again. */
  private sweep(): void {
    const now = this.clock.seconds();
    if (now < this.sweptAt + SWEEP_EVERY) return;
    this.sweptAt = now;
    for (const [key, { expiresAt }] of this.entries) {
      if (expiresAt <= now) this.entries.delete(key);
    }
  }
}
