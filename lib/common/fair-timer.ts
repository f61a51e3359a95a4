const BUSY_MS = 100;

/**
 * A deadline for what others do. Time in which this process itself was too busy to look does not count
 * against them, though once only, or who is always busy would wait for ever.
 */
export class FairTimer {
  private timer: NodeJS.Timeout;
  private lastLook: NodeJS.Immediate | undefined;

  /** @param keepsAlive whether the process lives on until it has passed. */
  constructor(
    milliseconds: number,
    private readonly passed: () => void,
    private readonly keepsAlive = true,
  ) {
    const due = performance.now() + milliseconds;
    this.timer = this.after(milliseconds, () => {
      const lost = performance.now() - due;
      if (lost < BUSY_MS) this.look();
      else this.timer = this.after(Math.min(lost, milliseconds), () => this.look());
    });
  }

  stop(): void {
    clearTimeout(this.timer);
    clearImmediate(this.lastLook);
  }

  private after(milliseconds: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(act, milliseconds);
    return this.keepsAlive ? timer : timer.unref();
  }

  /** Timers come before what has arrived. That is read first. */
  private look(): void {
    this.lastLook = setImmediate(this.passed);
  }
}
