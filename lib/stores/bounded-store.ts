import { withinSeconds } from '../common/within-seconds.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { InMemoryStore } from './in-memory-store.js';
import { KeyValueStore } from './key-value-store.js';

/** A store that hangs must not hang everyone who needs it. */
const PATIENCE_SECONDS = 5;
/** A request that asks several times must not wait as often: who was silent is not asked again for so long. */
const SILENCE_MS = 1000;

/**
 * A store of the application's, made where its option is read: whatever it fails at, and however late, is the one
 * error `store_unavailable`, which names the option and repeats nothing of the store's.
 */
export class BoundedStore extends KeyValueStore {
  private silentUntil = 0;

  constructor(
    private readonly store: KeyValueStore,
    /** The option that it comes from. */
    private readonly option: string,
  ) {
    super();
  }

  override get(key: string): Promise<string | undefined> {
    return this.bounded(() => this.store.get(key));
  }

  override set(key: string, value: string, ttl: number): Promise<void> {
    return this.bounded(() => this.store.set(key, value, ttl));
  }

  override take(key: string): Promise<string | undefined> {
    return this.bounded(() => this.store.take(key));
  }

  override putIfAbsent(key: string, value: string, ttl: number): Promise<boolean> {
    return this.bounded(() => this.store.putIfAbsent(key, value, ttl));
  }

  override compareAndSet(
    key: string,
    expected: string,
    value: string,
    ttl: number,
  ): Promise<boolean> {
    return this.bounded(() => this.store.compareAndSet(key, expected, value, ttl));
  }

  /** A store that does not let go must not hold up a shutdown. */
  override close(): Promise<void> {
    return this.within(async () => this.store.close?.());
  }

  /** Whether it is in this process, where what is too much displaces the oldest. */
  get isInMemory(): boolean {
    return this.store instanceof InMemoryStore;
  }

  /** Whether this is a store that the application wrote, so that one in two options is one here as well. */
  bounds(store: KeyValueStore): boolean {
    return this.store === store;
  }

  private async bounded<T>(work: () => Promise<T>): Promise<T> {
    if (this.silentUntil > 0 && performance.now() < this.silentUntil)
      throw this.unavailable('it was silent a moment ago');
    return this.within(work);
  }

  private async within<T>(work: () => Promise<T>): Promise<T> {
    let isSilent = true;
    const answer = async () => {
      try {
        return await work();
      } finally {
        isSilent = false;
        this.silentUntil = 0;
      }
    };
    try {
      return await withinSeconds(PATIENCE_SECONDS, answer);
    } catch (error) {
      if (isSilent) this.silentUntil = performance.now() + SILENCE_MS;
      throw this.unavailable(nameOfThrown(error));
    }
  }

  private unavailable(why: string): CriiptoAuthError {
    return new CriiptoAuthError('store_unavailable', `\`${this.option}\` did not answer (${why})`);
  }
}
