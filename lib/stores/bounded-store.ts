import { withinSeconds } from '../common/within-seconds.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { KeyValueStore } from './key-value-store.js';

/** A store that hangs must not hang everyone who needs it. */
const PATIENCE_SECONDS = 5;

/** Another store, but that whatever it fails at, and however late, is the one error `store_unavailable`. */
export class BoundedStore extends KeyValueStore {
  constructor(
    private readonly store: KeyValueStore,
    /** The option that it comes from. */
    private readonly option: string,
  ) {
    super();
  }

  override get(key: string): Promise<string | undefined> {
    return this.watched(() => this.store.get(key));
  }

  override set(key: string, value: string, ttl: number): Promise<void> {
    return this.watched(() => this.store.set(key, value, ttl));
  }

  override take(key: string): Promise<string | undefined> {
    return this.watched(() => this.store.take(key));
  }

  override putIfAbsent(key: string, value: string, ttl: number): Promise<boolean> {
    return this.watched(() => this.store.putIfAbsent(key, value, ttl));
  }

  override compareAndSet(
    key: string,
    expected: string,
    value: string,
    ttl: number,
  ): Promise<boolean> {
    return this.watched(() => this.store.compareAndSet(key, expected, value, ttl));
  }

  private async watched<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await withinSeconds(PATIENCE_SECONDS, work);
    } catch (error) {
      throw new CriiptoAuthError(
        'store_unavailable',
        `\`${this.option}\` did not answer (${nameOfThrown(error)})`,
      );
    }
  }
}
