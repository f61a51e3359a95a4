import { EventEmitter } from 'node:events';

/**
 * Aborts a request when its time is up. An emitter, which undici takes as readily as an `AbortSignal`: to make
 * one of those costs more than all else about a request.
 */
export class Deadline extends EventEmitter {
  /** What the request fails with. */
  reason: Error | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(seconds: number) {
    super();
    this.timer = setTimeout(() => {
      this.reason = new DOMException(`Not done within ${seconds} s`, 'TimeoutError');
      this.emit('abort');
    }, seconds * 1000);
  }

  /** For a request that is over. */
  clear(): void {
    clearTimeout(this.timer);
  }
}
