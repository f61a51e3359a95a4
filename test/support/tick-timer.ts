import { Timer } from '../../lib/common/timer.js';

/** A timer that waits until a test lets its time pass. */
export class TickTimer extends Timer {
  /** Seconds of each wait so far. */
  readonly waits: number[] = [];
  private readonly waiting = new Set<() => void>();

  /** How many wait. */
  get size(): number {
    return this.waiting.size;
  }

  /** Ends all waits. */
  tick(): void {
    for (const end of this.waiting) end();
  }

  wait(seconds: number, signal: AbortSignal): Promise<void> {
    this.waits.push(seconds);
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.waiting.delete(end);
        if (signal.aborted)
          reject(signal.reason as Error); // as of an AbortController without a reason
        else resolve();
      };
      this.waiting.add(end);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
