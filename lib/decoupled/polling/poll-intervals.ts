import { hours } from '../../common/durations.js';
import { sha256 } from '../../crypto/sha256.js';
import type { KeyValueStore } from '../../stores/key-value-store.js';

/** Longer than a login that began just now is waited for. */
const REMEMBERED = hours(25);

/**
 * How slowly logins are to be polled by all that share the store: who is told to slow down has to with every
 * later request, whichever instance sends it (CIBA section 11).
 */
export class PollIntervals {
  constructor(private readonly store: KeyValueStore) {}

  of(requestId: string): PollInterval {
    // Found by the id, without showing it.
    return new PollInterval(this.store, `poll-interval:${sha256(requestId)}`);
  }
}

/** How slowly one login is to be polled. */
export class PollInterval {
  constructor(
    private readonly store: KeyValueStore,
    private readonly key: string,
  ) {}

  /**
   * Seconds, if the provider ever asked for more than at first.
   *
   * @throws {CriiptoAuthError} `store_unavailable`.
   */
  async slowed(): Promise<number | undefined> {
    const seconds = await this.store.get(this.key);
    return seconds === undefined ? undefined : Number(seconds);
  }

  /**
   * The provider asked for so many seconds.
   *
   * @throws {CriiptoAuthError} `store_unavailable`.
   */
  async slowTo(seconds: number): Promise<void> {
    await this.store.set(this.key, String(seconds), REMEMBERED);
  }
}
