import { Clock } from '../../lib/common/clock.js';

/** A clock that stands still until a test moves it. */
export class FakeClock extends Clock {
  constructor(private time = Date.parse('2026-01-15T12:00:00Z')) {
    super();
  }

  now(): number {
    return this.time;
  }

  /** Seconds, forwards or back. */
  advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}
