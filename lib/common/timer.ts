import { setTimeout } from 'node:timers/promises';

/** Waits. The only waiting of the library that tests would have to sit through, so that they can shorten it. */
export abstract class Timer {
  /** Resolves after so many seconds; rejects with the signal's reason as soon as that aborts. */
  abstract wait(seconds: number, signal: AbortSignal): Promise<void>;
}

/** What a timer of Node can wait for: one that is asked for more goes off at once. */
const LONGEST = Math.floor((2 ** 31 - 1) / 1000);

/** The machine's own timer. */
export class SystemTimer extends Timer {
  async wait(seconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    try {
      for (let left = seconds; left > 0; left -= LONGEST)
        await setTimeout(Math.min(left, LONGEST) * 1000, undefined, { signal });
    } catch {
      throw signal.reason; // nothing else ends it, and its own error would hide the reason
    }
  }
}
