import { describe, expect, it } from '@jest/globals';

import { hours, minutes } from './durations.js';

describe('durations', () => {
  it('are seconds', () => {
    expect([minutes(15), hours(8)]).toEqual([900, 28_800]);
  });
});
