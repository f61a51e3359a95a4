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
  /** In words, how far this clock is from that of the store, if one of them is wrong. */
  readonly dispute: string | undefined;
}

/** By one clock that nothing confirms. */
export function momentBy(now: number): RingMoment {
  return { now, certain: -Infinity, earliest: now, latest: now, dispute: undefined };
}

/** Clocks that are further apart are not both right. */
const TOLERANCE = minutes(5);

/**
 * The clock of this instance beside those of the store and of the provider. Where neither tells the time, this one is
 * believed when this process has run for long enough: by then, others that it is far from had the time to contradict it.
 */
export class RingClock {
  /** The time of the store less that of the monotonic clock, in seconds. */
  private store: number | undefined;
  private provider: number | undefined;
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

  /** What others say, in milliseconds since the epoch, if they do. */
  hear(store: number | undefined, provider?: number): void {
    this.store = store === undefined ? undefined : store / 1000 - this.monotonic();
    this.provider = provider === undefined ? undefined : provider / 1000 - this.monotonic();
  }

  /** In words, which clocks this one is far from. */
  get differences(): readonly string[] {
    const now = this.clock.seconds();
    return [
      differenceBetween(now, this.timeBy(this.store), 'the store of the key ring'),
      differenceBetween(now, this.timeBy(this.provider), 'the provider'),
    ].filter((words) => words !== undefined);
  }

  /** Something says that this clock is wrong. */
  distrust(): void {
    this.trustedFrom = this.monotonic() + this.trustedAfter;
  }

  now(): RingMoment {
    this.look();
    const now = this.clock.seconds();
    const [stores = now, providers = now] = [this.timeBy(this.store), this.timeBy(this.provider)];
    const isAlone = this.store === undefined && this.provider === undefined;
    const isTrusted = !isAlone || this.monotonic() >= this.trustedFrom;
    return {
      now,
      certain: isTrusted ? Math.min(now, stores, providers) : -Infinity,
      earliest: Math.min(now, stores),
      latest: Math.max(now, stores, providers),
      dispute: differenceBetween(now, stores, 'the store of the key ring'),
    };
  }

  private timeBy(offset: number | undefined): number | undefined {
    return offset === undefined ? undefined : Math.floor(offset + this.monotonic());
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

function differenceBetween(own: number, others = own, whose: string): string | undefined {
  const ahead = own - others;
  if (Math.abs(ahead) <= TOLERANCE) return undefined;
  return `The clock of this instance is ${inWords(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} that of ${whose}`;
}

/** Rounded, so that it is the same each time. */
function inWords(seconds: number): string {
  const count = Math.round(seconds / 60);
  if (count < 120) return `${count} minutes`;
  return count < 2880 ? `${Math.round(count / 60)} hours` : `${Math.round(count / 1440)} days`;
}
