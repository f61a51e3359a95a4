import type { Clock } from './clock.js';

/** Lets `burst` attempts through at once and one more every `refillSeconds`. */
export class TokenBucket {
  private tokens: number;
  private refilledAt: number;

  constructor(
    private readonly clock: Clock,
    private readonly burst: number,
    private readonly refillSeconds: number,
  ) {
    this.tokens = burst;
    this.refilledAt = clock.now();
  }

  /** Takes one attempt, if there is one left. */
  take(): boolean {
    const gained = Math.max(0, this.clock.now() - this.refilledAt) / (this.refillSeconds * 1000);
    this.tokens = Math.min(this.burst, this.tokens + gained);
    this.refilledAt = this.clock.now();
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
