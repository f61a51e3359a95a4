import { SingleFlight } from '../common/single-flight.js';
import { withinSeconds } from '../common/within-seconds.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { InMemoryStore } from './in-memory-store.js';
import { KeyValueStore } from './key-value-store.js';
import { faultOf } from './store-trial.js';

/** A store that hangs must not hang everyone who needs it. */
const PATIENCE_SECONDS = 5;
/** A request that asks several times must not wait as often: who was silent is not asked again for so long. */
const SILENCE_MS = 1000;

/**
 * A store of the application's, made where its option is read: whatever it fails at, and however late, is the one
 * error `store_unavailable`, which names the option and repeats nothing of the store's.
 */
export class BoundedStore extends KeyValueStore {
  /** It was away when it was to be tried, so that it is before it is next used. */
  private isTrialDue = false;
  private readonly trials = new SingleFlight<void>();
  private answeredAt = -Infinity;
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

  /**
   * Tries the store before anything is trusted to it. One that is away stops no start.
   *
   * @throws {CriiptoAuthError} `invalid_options` for one that can never do, in words that name the option.
   */
  override async check(): Promise<readonly string[]> {
    try {
      const warnings = await withinSeconds(PATIENCE_SECONDS, () => this.tried());
      return warnings.map((warning) => `\`${this.option}\` ${warning}`);
    } catch (error) {
      if (!isUnfit(error)) return [];
      throw new CriiptoAuthError(error.code, `\`${this.option}\`: ${error.message}`);
    }
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

  /** One that tries itself knows more of what it is made of. In this process there is nothing to try. */
  private async tried(): Promise<readonly string[]> {
    if (this.isInMemory) return [];
    if (this.store.check) return this.store.check();
    this.isTrialDue = true;
    await this.trial();
    return [];
  }

  private async bounded<T>(work: () => Promise<T>): Promise<T> {
    if (this.silentUntil > 0 && performance.now() < this.silentUntil)
      throw this.unavailable('did not answer (it was silent a moment ago)');
    return this.within(() => (this.isTrialDue ? this.after(work) : work()));
  }

  private async within<T>(work: () => Promise<T>): Promise<T> {
    const askedAt = performance.now();
    const answer = async () => {
      try {
        return await work();
      } finally {
        this.answeredAt = performance.now();
        this.silentUntil = 0;
      }
    };
    try {
      return await withinSeconds(PATIENCE_SECONDS, answer);
    } catch (error) {
      // Who answered others meanwhile is not silent: one entry may hang, as behind a lock.
      if (this.answeredAt < askedAt) this.silentUntil = performance.now() + SILENCE_MS;
      if (isUnfit(error)) throw this.unavailable(`cannot be used: ${error.message}`);
      throw this.unavailable(`did not answer (${nameOfThrown(error)})`);
    }
  }

  private unavailable(why: string): CriiptoAuthError {
    return new CriiptoAuthError('store_unavailable', `\`${this.option}\` ${why}`);
  }

  /** What cannot be tried now may answer all the same, as one does that only reads. */
  private async after<T>(work: () => Promise<T>): Promise<T> {
    await this.trial().catch((error: unknown) => {
      if (isUnfit(error)) throw error;
    });
    return work();
  }

  /** Who comes meanwhile waits for the same trial. */
  private trial(): Promise<void> {
    return this.trials.run('trial', () => this.judge());
  }

  private async judge(): Promise<void> {
    const fault = await withinSeconds(PATIENCE_SECONDS, () => faultOf(this.store));
    if (fault !== undefined) throw new CriiptoAuthError('invalid_options', fault);
    this.isTrialDue = false;
  }
}

/** No outage: no waiting helps. Its words are ours. */
function isUnfit(error: unknown): error is CriiptoAuthError {
  return error instanceof CriiptoAuthError && error.code === 'invalid_options';
}
