/** Tells the time. The only source of time in the library, so that tests can move it. */
export abstract class Clock {
  /** Milliseconds since the epoch. */
  abstract now(): number;

  /** Whole seconds since the epoch, as JWT claims count them. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /**
   * Milliseconds since any moment, of a clock that nobody sets: it tells how long this process has run. Without it,
   * `performance.now()` does. For tests that move the time.
   */
  monotonic?(): number;
}

/** The machine's own clock. */
export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
}
