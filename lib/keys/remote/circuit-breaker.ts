import type { Clock } from '../../common/clock.js';

/**
 * Stops asking what keeps failing. After some failures in a row it is open and allows nothing; after a
 * pause it is half open and allows one attempt, whose outcome decides.
 */
export class CircuitBreaker {
  private failuresInARow = 0;
  private openUntil = 0;

  constructor(
    private readonly clock: Clock,
    private readonly maxFailures: number,
    private readonly pauseSeconds: number,
  ) {}

  /** Whether to try. Who was admitted tells how it went; who gave up before the end need not. */
  allows(): boolean {
    if (this.failuresInARow < this.maxFailures) return true;
    if (this.isOpen()) return false;
    // Half open: nobody else until this attempt has ended, or another pause has passed.
    this.open();
    return true;
  }

  succeeded(): void {
    this.failuresInARow = 0;
  }

  failed(): void {
    this.failuresInARow += 1;
    if (this.failuresInARow >= this.maxFailures) this.open();
  }

  private open(): void {
    this.openUntil = this.clock.now() + this.pauseSeconds * 1000;
  }

  private isOpen(): boolean {
    const left = this.openUntil - this.clock.now();
    // More than a pause is left only when the clock was set back.
    return left > 0 && left <= this.pauseSeconds * 1000;
  }
}
