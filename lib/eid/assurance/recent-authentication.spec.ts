import { describe, expect, it } from '@jest/globals';

import { isRecent } from './recent-authentication.js';

const NOW = 1_768_478_400;
const TOLERANCE = 60;

/** Whether an authentication that many seconds ago is within the last five minutes. */
const wasRecent = (secondsAgo: number, maxAge = 300): boolean =>
  isRecent(new Date((NOW - secondsAgo) * 1000), maxAge, { now: NOW, clockTolerance: TOLERANCE });

describe('isRecent', () => {
  it.each([0, 1, 299, 300])('takes an authentication %p s ago', (age) => {
    expect(wasRecent(age)).toBe(true);
  });

  it('allows for clocks that differ', () => {
    expect(wasRecent(300 + TOLERANCE)).toBe(true);
  });

  it.each([300 + TOLERANCE + 1, 3600, NOW])('refuses one %p s ago', (age) => {
    expect(wasRecent(age)).toBe(false);
  });

  it('counts a time ahead as now, as far as clocks may differ', () => {
    expect(wasRecent(-TOLERANCE, 0)).toBe(true);
  });

  it.each([-TOLERANCE - 1, -3600, -NOW])(
    'refuses a time further ahead, which proves nothing: %p s ago',
    (age) => {
      expect(wasRecent(age)).toBe(false);
    },
  );

  it('refuses a time that is none', () => {
    expect(wasRecent(Number.NaN)).toBe(false);
  });

  it('demands an authentication just now when none may be old', () => {
    expect(wasRecent(TOLERANCE, 0)).toBe(true);
    expect(wasRecent(TOLERANCE + 1, 0)).toBe(false);
  });
});
