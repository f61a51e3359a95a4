const BUSY_MS = 100;

/**
 * A deadline for what others do. Time in which this process itself was too busy to look does not count
 * against them, though once only, or who is always busy would wait for ever.
 */
export class FairTimer {
  private timer: NodeJS.Timeout;
  private lastLook: NodeJS.Immediate | undefined;

  constructor(
    milliseconds: number,
    private readonly passed: () => void,
  ) {
    const due = performance.now() + milliseconds;
    this.timer = setTimeout(() => {
      const lost = performance.now() - due;
      if (lost < BUSY_MS) this.look();
      else this.timer = setTimeout(() => this.look(), Math.min(lost, milliseconds));
    }, milliseconds);
  }

  stop(): void {
    clearTimeout(this.timer);
    clearImmediate(this.lastLook);
  }

  /** Timers come before what has arrived. That is read first. */
  private look(): void {
    this.lastLook = setImmediate(this.passed);
  }
}
