import { describe, expect, it } from '@jest/globals';

import { aKey, DAY, POLICY } from '../../../test/support/key-records.js';
import { overdueProblem } from './key-ring-overdue.js';

const T = 1_000 * DAY;
const a = aKey('a', T);
const due = T + 89 * DAY;

describe('a ring that an instance finds when it starts', () => {
  it('says nothing while its next key is not due, or was just now', () => {
    expect(overdueProblem([a], due + 3599, POLICY, ['sig'])).toBeUndefined();
  });

  it('is an old copy, maybe, when its next key was due an hour ago', () => {
    expect(overdueProblem([a], due + 3600, POLICY, ['sig'])).toContain('revoke again');
  });

  it('says nothing when it is new', () => {
    expect(overdueProblem([], T, POLICY, ['sig', 'enc'])).toBeUndefined();
  });
});
