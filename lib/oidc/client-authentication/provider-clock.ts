import type { Clock } from '../../common/clock.js';

/** How far the provider's clock is from ours, by the `Date` of its last answer: assertions fail on it. */
export class ProviderClock {
  private ahead: number | undefined;
  private offset: number | undefined;

  constructor(private readonly clock: Clock) {}

  observe(date: string | undefined): void {
    const time = Date.parse(date ?? '');
    if (Number.isNaN(time)) return;
    this.ahead = Math.round((time - this.clock.now()) / 1000);
    // Our clock may be set before anybody asks.
    this.offset = time - performance.now();
  }

  /** Seconds, negative when it is behind; `undefined` before it was observed. */
  get secondsAhead(): number | undefined {
    return this.ahead;
  }

  /** Its time now, in milliseconds since the epoch, to the second; `undefined` before it was observed. */
  time(): number | undefined {
    return this.offset === undefined ? undefined : this.offset + performance.now();
  }

  /** In words, for a person who looks for the fault. */
  describe(): string {
    if (this.ahead === undefined) return 'clock difference unknown';
    if (Math.abs(this.ahead) <= 1) return 'clocks agree';
    return `the provider's clock is ${Math.abs(this.ahead)} s ${this.ahead > 0 ? 'ahead of' : 'behind'} ours`;
  }
}
