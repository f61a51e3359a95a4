import type { Clock } from '../../common/clock.js';

/**
 * Calls that were given up and have not ended underneath. Their places are given back, so that without a bound
 * of their own they would heap up. When there are too many, nothing begins until one ends, or but for one
 * attempt after each pause, for a call may be lost for good.
 */
export class HangingCalls {
  private readonly calls = new Set<Promise<unknown>>();
  private aloneUntil = 0;

  constructor(
    private readonly clock: Clock,
    private readonly most: number,
    private readonly pauseSeconds: number,
  ) {}

  get mayBegin(): boolean {
    if (this.calls.size < this.most) return true;
    const left = this.aloneUntil - this.clock.now();
    // More than a pause is left only when the clock was set back.
    return left <= 0 || left > this.pauseSeconds * 1000;
  }

  /** Begins a call, which hangs from when its signal aborts until it ends. */
  watch<T>(begin: () => Promise<T>, signal: AbortSignal): Promise<T> {
    // One alone after a pause.
    if (this.calls.size >= this.most) this.leaveAlone();
    const call = begin();
    const hang = () => this.hangs(call);
    signal.addEventListener('abort', hang, { once: true });
    const end = () => {
      signal.removeEventListener('abort', hang);
      this.calls.delete(call);
    };
    call.then(end, end);
    return call;
  }

  /** An answer after a pause: those that hang on are lost, and say nothing of the key any more. */
  answered(): void {
    if (this.calls.size >= this.most) this.calls.clear();
  }

  private hangs(call: Promise<unknown>): void {
    this.calls.add(call);
    if (this.calls.size >= this.most) this.leaveAlone();
  }

  private leaveAlone(): void {
    this.aloneUntil = this.clock.now() + this.pauseSeconds * 1000;
  }
}
