import { setTimeout } from 'node:timers/promises';

/** Waits. The only waiting of the library that tests would have to sit through, so that they can shorten it. */
export abstract class Timer {
  /** Resolves after so many seconds; rejects with the signal's reason as soon as that aborts. */
  abstract wait(seconds: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own timer. */
export class SystemTimer extends Timer {
  async wait(seconds: number, signal: AbortSignal): Promise<void> {
    try {
      await setTimeout(seconds * 1000, undefined, { signal });
    } catch {
      throw signal.reason; // nothing else ends it, and its own error would hide the reason
    }
  }
}
