import { once } from 'node:events';

import { Timer } from '../../lib/common/timer.js';

/** A timer that waits for nothing, on the machine's own clock: what a story tells happens meanwhile. */
export class StoryTimer extends Timer {
  /** Seconds of each wait so far. */
  readonly waits: number[] = [];
  /** Whether waits end by their signal only. */
  isStopped = false;
  private readonly events: (() => void)[] = [];

  /** What happens during the next waits, one after the other. */
  meanwhile(...events: readonly (() => void)[]): void {
    this.events.push(...events);
  }

  /** Before the next story. */
  reset(): void {
    this.waits.length = 0;
    this.events.length = 0;
    this.isStopped = false;
  }

  async wait(seconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.waits.push(seconds);
    this.events.shift()?.();
    if (this.isStopped && !signal.aborted) await once(signal, 'abort');
    signal.throwIfAborted();
  }
}
