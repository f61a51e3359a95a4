import { jest } from '@jest/globals';

/** Sets the date and leaves all else as it is: timers go on, and so does a fake that lives in the same process. */
export function fakeDate(now: number | Date): void {
  jest.useFakeTimers({
    now,
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
}
