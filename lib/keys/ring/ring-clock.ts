import type { Clock } from '../../common/clock.js';
import { minutes } from '../../common/durations.js';

/** What time it is for a ring. Seconds since the epoch. */
export interface RingMoment {
  /** By the clock of this instance. */
  readonly now: number;
  /** What has passed by every clock. `-Infinity` while there is one alone, and nothing to tell whether it is right. */
  readonly certain: number;
  /** By the clock that is behind. */
  readonly earliest: number;
  /** By the clock that is ahead. */
  readonly latest: number;
  /** In words, what is wrong with the clocks. */
  readonly dispute: string | undefined;
}

/** By one clock that nothing confirms. */
export function momentBy(now: number): RingMoment {
  return { now, certain: -Infinity, earliest: now, latest: now, dispute: undefined };
}

/** Clocks that are further apart are not both right. */
const TOLERANCE = minutes(5);

/**
 * The clock of this instance beside that of the store. Where the store has none, this one is believed when this process
 * has run for long enough: by then, others that it is far from had the time to contradict it.
 */
export class RingClock {
  /** The time of the store less that of the monotonic clock, in seconds. */
  private store: number | undefined;
  /** Likewise the time of this instance, when it was asked last. */
  private own: number;
  /** By the monotonic clock, in seconds. */
  private trustedFrom: number;

  constructor(
    private readonly clock: Clock,
    private readonly trustedAfter: number,
  ) {
    this.own = clock.now() / 1000 - this.monotonic();
    this.trustedFrom = this.monotonic() + trustedAfter;
  }

  /** @param time of the store, in milliseconds since the epoch, if it has one. */
  hear(time: number | undefined): void {
    this.store = time === undefined ? undefined : time / 1000 - this.monotonic();
  }

  /** Something says that this clock is wrong. */
  distrust(): void {
    this.trustedFrom = this.monotonic() + this.trustedAfter;
  }

  now(): RingMoment {
    this.look();
    const now = this.clock.seconds();
    if (this.store === undefined) {
      const isTrusted = this.monotonic() >= this.trustedFrom;
      return isTrusted ? { ...momentBy(now), certain: now } : momentBy(now);
    }
    const stores = Math.floor(this.store + this.monotonic());
    const [earliest, latest] = [Math.min(now, stores), Math.max(now, stores)];
    return { now, certain: earliest, earliest, latest, dispute: disputeBetween(now, stores) };
  }

  /** A clock that was set is as new as that of a process that starts. */
  private look(): void {
    const own = this.clock.now() / 1000 - this.monotonic();
    if (Math.abs(own - this.own) > TOLERANCE) this.distrust();
    this.own = own;
  }

  private monotonic(): number {
    return (this.clock.monotonic?.() ?? performance.now()) / 1000;
  }
}

function disputeBetween(own: number, stores: number): string | undefined {
  const ahead = own - stores;
  if (Math.abs(ahead) <= TOLERANCE) return undefined;
  return `The clock of this instance is ${inWords(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} that of the store of the key ring`;
}

/** Rounded, so that it is the same each time. */
function inWords(seconds: number): string {
  const count = Math.round(seconds / 60);
  if (count < 120) return `${count} minutes`;
  return count < 2880 ? `${Math.round(count / 60)} hours` : `${Math.round(count / 1440)} days`;
}
