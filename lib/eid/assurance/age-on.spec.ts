import { describe, expect, it } from '@jest/globals';

import { ageOn } from './age-on.js';

const age = (birthdate: string, now: string, timeZone?: string) =>
  ageOn(birthdate, Date.parse(now), timeZone);

describe('ageOn', () => {
  it.each([
    ['2026-04-11T12:00:00Z', 17],
    ['2026-04-12T12:00:00Z', 18],
    ['2027-04-11T12:00:00Z', 18],
  ])('counts whole years at %s', (now, years) => {
    expect(age('2008-04-12', now, 'Europe/Copenhagen')).toBe(years);
  });

  it.each([
    ['Europe/Copenhagen', '2026-04-11T21:59:59Z', 17],
    ['Europe/Copenhagen', '2026-04-11T22:00:00Z', 18],
    ['Europe/Helsinki', '2026-04-11T21:00:00Z', 18],
    ['Europe/London', '2026-04-11T22:59:59Z', 17],
    ['Europe/London', '2026-04-11T23:00:00Z', 18],
  ])('goes by the calendar of the place: %s at %s', (timeZone, now, years) => {
    expect(age('2008-04-12', now, timeZone)).toBe(years);
  });

  it('waits until the day has begun everywhere, where no place is known', () => {
    expect(age('2008-04-12', '2026-04-12T11:59:59Z')).toBe(17);
    expect(age('2008-04-12', '2026-04-12T12:00:00Z')).toBe(18);
  });

  it.each([
    ['2026-02-28T12:00:00Z', 17],
    ['2026-03-01T12:00:00Z', 18],
    ['2028-02-29T12:00:00Z', 20],
  ])('takes 29 February for 1 March where there is none: %s', (now, years) => {
    expect(age('2008-02-29', now, 'Europe/Oslo')).toBe(years);
  });
});
