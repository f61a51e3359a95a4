import type { Clock } from '../common/clock.js';
import { minutes } from '../common/durations.js';

/** 10 MB. */
const CAPACITY = 100_000;
/** To find the first of a map takes the longer, the more were deleted before it: so seldom, and many at once. */
const DROPPED_AT_ONCE = 1000;
const SWEPT_EVERY = minutes(1);
const ENDED_AT_ONCE = 50;

/**
 * Which sessions this instance ended. A store may come back older than it was, with sessions that have ended since: they
 * are ended again, in the store and so for all, when it comes back or has one of them.
 */
export class EndingsHere {
  /** Until when each would be good, had it not ended, by id. Seconds since the epoch. */
  private readonly known = new Map<string, number>();
  private sweptAt = 0;
  private mayBeOlder = false;
  private isEnding = false;

  /** @param end removes a session from the store. */
  constructor(
    private readonly clock: Clock,
    private readonly end: (id: string) => Promise<unknown>,
  ) {}

  note(id: string, until: number): void {
    this.sweep();
    if (this.known.size >= CAPACITY) this.dropOldest();
    this.known.set(id, until);
  }

  has(id: string): boolean {
    return this.known.has(id);
  }

  /** Whatever it has when it answers again may be older. */
  storeFailed(): void {
    this.mayBeOlder = true;
  }

  storeAnswered(): void {
    if (this.mayBeOlder) this.endAgain();
  }

  /** The store had one of them, and so may have the others. Nobody waits for it: who comes with one is refused here. */
  endAgain(): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.mayBeOlder = false;
    this.sweep();
    this.endAll([...this.known.keys()])
      .catch(() => this.storeFailed())
      .finally(() => (this.isEnding = false));
  }

  private async endAll(ids: readonly string[]): Promise<void> {
    for (let done = 0; done < ids.length; done += ENDED_AT_ONCE) {
      await Promise.all(ids.slice(done, done + ENDED_AT_ONCE).map((id) => this.end(id)));
    }
  }

  /** What is over comes back no more. */
  private sweep(): void {
    const now = this.clock.seconds();
    if (now < this.sweptAt + SWEPT_EVERY) return;
    this.sweptAt = now;
    for (const [id, until] of this.known) if (until <= now) this.known.delete(id);
  }

  private dropOldest(): void {
    for (const id of this.known.keys()) {
      this.known.delete(id);
      if (this.known.size <= CAPACITY - DROPPED_AT_ONCE) return;
    }
  }
}
