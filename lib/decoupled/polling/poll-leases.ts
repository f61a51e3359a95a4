import { minutes } from '../../common/durations.js';
import { randomId } from '../../crypto/random-id.js';
import { sha256 } from '../../crypto/sha256.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { KeyValueStore } from '../../stores/key-value-store.js';

const FREE = 'free';
const COMPLETED = 'completed';
/** Far longer than any request is remembered by the provider after it was completed. */
const REMEMBERED = minutes(60);

/**
 * Lets one poller at a time wait for a login, of all that share the store, and none any more once it was
 * completed. The provider would answer a second one too, and count its polls against the first.
 */
export class PollLeases {
  /** @param tell is told when a lease was not let go of, because the store failed. */
  constructor(
    private readonly store: KeyValueStore,
    private readonly tell: (failure: unknown) => void,
  ) {}

  of(requestId: string): PollLease {
    // Found by the id, without showing it.
    return new PollLease(this.store, `poll:${sha256(requestId)}`, this.tell);
  }
}

/** One poller's claim on one login. */
export class PollLease {
  private readonly owner = randomId();

  constructor(
    private readonly store: KeyValueStore,
    private readonly key: string,
    private readonly tell: (failure: unknown) => void,
  ) {}

  /**
   * Takes the lease, or keeps it, for so many seconds.
   *
   * @throws {CriiptoAuthError} `login_polled_elsewhere`, `login_already_used`, `store_unavailable`.
   */
  async hold(seconds: number): Promise<void> {
    const holder = await this.tryToHold(seconds);
    if (holder === this.owner) return;
    throw holder === COMPLETED
      ? new CriiptoAuthError('login_already_used', 'This login was completed before')
      : new CriiptoAuthError(
          'login_polled_elsewhere',
          'Somebody else waits for this login already',
        );
  }

  /** Lets another poller have it. A store that fails now only delays that. */
  async release(): Promise<void> {
    await this.replace(FREE, minutes(1));
  }

  /** Nobody polls for it again. A store that fails now changes nothing: the provider hands out its tokens once. */
  async complete(): Promise<void> {
    await this.replace(COMPLETED, REMEMBERED);
  }

  /** Who holds it now. */
  private async tryToHold(seconds: number): Promise<string | undefined> {
    const { store, key, owner } = this;
    const isHeld =
      (await store.compareAndSet(key, owner, owner, seconds)) ||
      (await store.putIfAbsent(key, owner, seconds)) ||
      (await store.compareAndSet(key, FREE, owner, seconds));
    return isHeld ? owner : store.get(key);
  }

  private async replace(value: string, seconds: number): Promise<void> {
    try {
      await this.store.compareAndSet(this.key, this.owner, value, seconds);
    } catch (error) {
      this.tell(error);
    }
  }
}
