import { randomId } from '../crypto/random-id.js';
import type { KeyValueStore } from '../stores/key-value-store.js';

const FREE = 'free';
const PAUSED = 'paused';

/**
 * Lets one instance at a time refresh the tokens of one session, of all that share the store. Who dies with it
 * loses it when its time is over.
 */
export class RefreshLock {
  private readonly owner = randomId();
  private readonly key: string;

  /** @param tell is told when others have to wait for its end, because the store failed. */
  constructor(
    private readonly store: KeyValueStore,
    sessionId: string,
    private readonly tell: (failure: unknown) => void,
  ) {
    this.key = `refresh:${sessionId}`;
  }

  /** Takes it for so many seconds. Tells whether it did. */
  async take(seconds: number): Promise<boolean> {
    const { store, key, owner } = this;
    return (
      (await store.putIfAbsent(key, owner, seconds)) ||
      (await store.compareAndSet(key, FREE, owner, seconds))
    );
  }

  /** Lets others have it. */
  release(): Promise<void> {
    return this.replace(FREE, 1);
  }

  /** Lets nobody have it for so many seconds. */
  pause(seconds: number): Promise<void> {
    return this.replace(PAUSED, seconds);
  }

  /** It may be somebody else's by now. A store that fails now only delays who comes next. */
  private async replace(value: string, seconds: number): Promise<void> {
    try {
      await this.store.compareAndSet(this.key, this.owner, value, seconds);
    } catch (error) {
      this.tell(error);
    }
  }
}
