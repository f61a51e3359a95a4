import { describe, expect, it } from '@jest/globals';

import { days, hours, minutes } from './durations.js';

describe('durations', () => {
  it('are seconds', () => {
    expect([minutes(15), hours(8), days(90)]).toEqual([900, 28_800, 7_776_000]);
  });
});
