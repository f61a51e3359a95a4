import type { Clock } from '../common/clock.js';

/** How far the provider's clock is from ours, by the `Date` of its last answer: assertions fail on it. */
export class ProviderClock {
  private seen: { readonly date: string; readonly at: number } | undefined;

  constructor(private readonly clock: Clock) {}

  /** What it was before does not help with the answer that came last. Read when somebody asks. */
  observe(date: string | undefined): void {
    if (date !== undefined) this.seen = { date, at: this.clock.now() };
  }

  /** Seconds, negative when it is behind; `undefined` before it was observed. */
  get secondsAhead(): number | undefined {
    if (!this.seen) return undefined;
    const ahead = Math.round((Date.parse(this.seen.date) - this.seen.at) / 1000);
    return Number.isNaN(ahead) ? undefined : ahead;
  }

  /** In words, for a person who looks for the fault. */
  describe(): string {
    const ahead = this.secondsAhead;
    if (ahead === undefined) return 'clock difference unknown';
    if (Math.abs(ahead) <= 1) return 'clocks agree';
    return `the provider's clock is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} ours`;
  }
}
