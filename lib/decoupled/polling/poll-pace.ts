/** CIBA section 11. */
const SLOWER_BY = 5;
const LONGEST_BACK_OFF = 30;

/** How long to wait before each poll of one login, in seconds. */
export class PollPace {
  private failures = 0;

  constructor(private interval: number) {}

  /** Doubles with each failure in a row, and is never shorter than what the provider asked for. */
  get pause(): number {
    const backOff = Math.min(this.interval * 2 ** this.failures, LONGEST_BACK_OFF);
    return Math.max(this.interval, backOff);
  }

  answered({ slowDown }: { readonly slowDown: boolean }): void {
    this.failures = 0;
    if (slowDown) this.interval += SLOWER_BY;
  }

  failed(): void {
    this.failures += 1;
  }
}
