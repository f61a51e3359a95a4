import { describe, expect, it } from '@jest/globals';

import { Clock, SystemClock } from './clock.js';

class StoppedClock extends Clock {
  constructor(private readonly time: number) {
    super();
  }

  now(): number {
    return this.time;
  }
}

describe('Clock', () => {
  it.each([
    [0, 0],
    [999, 0],
    [1_000, 1],
    [1_790_000_000_999, 1_790_000_000],
  ])('counts %d milliseconds as %d whole seconds', (time, seconds) => {
    expect(new StoppedClock(time).seconds()).toBe(seconds);
  });
});

describe('SystemClock', () => {
  it('tells the time of the machine', () => {
    const before = Date.now();
    const now = new SystemClock().now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});
