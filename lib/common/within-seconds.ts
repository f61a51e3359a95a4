import { FairTimer } from './fair-timer.js';

/** Tells work when to stop. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Whether that has aborted. To look costs nothing. */
  readonly isOver: boolean;
}

/** A controller makes its signal when that is first asked for, which most work has no use for. */
class EndingLimit implements TimeLimit {
  isOver = false;
  private readonly controller = new AbortController();

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(reason: unknown): void {
    this.isOver = true;
    this.controller.abort(reason);
  }
}

/**
 * Gives work so long and no longer. Its signal tells it when to stop; whether or not it heeds that,
 * the wait ends then, with a `TimeoutError`; or before, when `outer` aborts, with its reason.
 */
export function withinSeconds<T>(
  seconds: number,
  work: (limit: TimeLimit) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const limit = new EndingLimit();
  return new Promise<T>((resolve, reject) => {
    outer?.throwIfAborted();
    const stop = (reason: unknown) => {
      settle();
      limit.end(reason);
      reject(reason);
    };
    const late = () =>
      stop(new DOMException(`It was not done within ${seconds} s`, 'TimeoutError'));
    const timer = new FairTimer(seconds * 1000, late);
    const stopWithOuter = () => stop(outer?.reason);
    const settle = () => {
      timer.stop();
      outer?.removeEventListener('abort', stopWithOuter);
    };
    outer?.addEventListener('abort', stopWithOuter);
    begin(work, limit).then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}

/** Work that throws is work that fails. What JavaScript gives at once is taken as well. */
async function begin<T>(work: (limit: TimeLimit) => Promise<T>, limit: TimeLimit): Promise<T> {
  return work(limit);
}
