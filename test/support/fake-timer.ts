import { once } from 'node:events';

import { Timer } from '../../lib/common/timer.js';
import type { FakeClock } from './fake-clock.js';

/** A timer on a clock that tests move: it moves it by as much as it was to wait, and keeps that. */
export class FakeTimer extends Timer {
  /** Seconds of each wait so far. */
  readonly waits: number[] = [];
  /** Whether waits end by their signal only. */
  isStopped = false;

  constructor(private readonly clock: FakeClock) {
    super();
  }

  async wait(seconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.waits.push(seconds);
    if (this.isStopped) await once(signal, 'abort');
    signal.throwIfAborted();
    this.clock.advance(seconds);
  }
}
