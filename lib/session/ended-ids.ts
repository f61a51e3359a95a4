import type { Clock } from '../common/clock.js';
import { minutes } from '../common/durations.js';

/** 7 to 10 MB, by the length of the ids. */
const CAPACITY = 100_000;
/** To find the first of a map takes the longer, the more were deleted before it: so seldom, and many at once. */
const DROPPED_AT_ONCE = 1000;
const SWEPT_EVERY = minutes(1);

/**
 * The ids of sessions that ended, each with the time until when it would be good, had it not ended: in seconds since
 * the epoch, after which nobody asks for it. When there are too many, those that were noted first go.
 */
export class EndedIds extends Map<string, number> {
  private sweptAt = 0;

  /** @param onFull is told each time that some go. */
  constructor(
    private readonly clock: Clock,
    private readonly onFull: (capacity: number) => void = () => undefined,
  ) {
    super();
  }

  note(id: string, until: number): void {
    this.sweep();
    if (this.size >= CAPACITY) this.dropOldest();
    this.delete(id);
    this.set(id, until);
  }

  sweep(): void {
    const now = this.clock.seconds();
    if (now < this.sweptAt + SWEPT_EVERY) return;
    this.sweptAt = now;
    for (const [id, until] of this) if (until <= now) this.delete(id);
  }

  private dropOldest(): void {
    this.onFull(CAPACITY);
    for (const id of this.keys()) {
      this.delete(id);
      if (this.size <= CAPACITY - DROPPED_AT_ONCE) return;
    }
  }
}
