import { type TimeLimit, withinSeconds } from '../common/within-seconds.js';

/** Work that has so long and no longer; `late` makes the error for when that is over. */
export function inTime<T>(
  seconds: number,
  work: (limit: TimeLimit) => Promise<T>,
  late: () => Error,
): Promise<T> {
  return withinSeconds(seconds, work).catch((error: unknown) => {
    throw isTimeout(error) ? late() : error;
  });
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
