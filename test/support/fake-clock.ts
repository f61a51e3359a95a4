import { Clock } from '../../lib/common/clock.js';

/** A clock that stands still until a test moves it. */
export class FakeClock extends Clock {
  #elapsed = 0;

  constructor(private time = Date.parse('2026-01-15T12:00:00Z')) {
    super();
  }

  now(): number {
    return this.time;
  }

  override monotonic(): number {
    return this.#elapsed;
  }

  /** Time passes. Seconds; when they are less than none, somebody sets the clock back. */
  advance(seconds: number): void {
    this.set(seconds);
    this.#elapsed += Math.max(0, seconds) * 1000;
  }

  /** Somebody sets the clock, by seconds, and no time passes. */
  set(seconds: number): void {
    this.time += seconds * 1000;
  }
}
