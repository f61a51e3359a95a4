import { describe, expect, it } from '@jest/globals';

import { PollPace } from './poll-pace.js';

describe('PollPace', () => {
  it('is the interval of the provider', () => {
    const pace = new PollPace(3);
    pace.answered({ slowDown: false });
    expect(pace.pause).toBe(3);
  });

  it('is five seconds slower each time that the provider says so, and stays so', () => {
    const pace = new PollPace(3);
    pace.answered({ slowDown: true });
    expect(pace.pause).toBe(8);
    pace.answered({ slowDown: true });
    pace.answered({ slowDown: false });
    expect(pace.pause).toBe(13);
  });

  it('doubles with each failure in a row, up to half a minute', () => {
    const pace = new PollPace(5);
    const pauses = Array.from({ length: 5 }, () => {
      pace.failed();
      return pace.pause;
    });
    expect(pauses).toEqual([10, 20, 30, 30, 30]);
  });

  it('is as before after an answer', () => {
    const pace = new PollPace(5);
    pace.failed();
    pace.answered({ slowDown: false });
    expect(pace.pause).toBe(5);
  });

  it('is never quicker than the provider wants', () => {
    const pace = new PollPace(60);
    pace.failed();
    expect(pace.pause).toBe(60);
  });
});
