import { describe, expect, it } from '@jest/globals';

import { aKey, DAY } from '../../../test/support/key-records.js';
import { ageProblem } from './key-age.js';

describe('ageProblem', () => {
  const key = aKey('a', 0);

  it('has nothing to say of a key that is rotated in time', () => {
    expect(ageProblem(key, 292 * DAY - 1)).toBeUndefined();
  });

  it('has nothing to say of a clock that is a little late', () => {
    expect(ageProblem(key, -60)).toBeUndefined();
  });

  it('warns of a key that begins later than it is used', () => {
    expect(ageProblem(key, -61)).toContain('a is in use and should begin only later');
  });

  it('warns at 80 % of a year', () => {
    expect(ageProblem(key, 292 * DAY)).toContain('a has been in use for 292 days');
  });

  it('warns again after a year', () => {
    expect(ageProblem(key, 365 * DAY)).toContain('a has been in use for 365 days');
  });
});
