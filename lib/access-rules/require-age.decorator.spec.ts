import { describe, expect, it } from '@jest/globals';

import { RequireAge, type RequireAgeOptions } from './require-age.decorator.js';

describe('@RequireAge()', () => {
  it.each([13, 15, 18, 21, 67])('takes %i years', (years) => {
    expect(() => RequireAge(years)).not.toThrow();
  });

  it.each(['DK', 'SE', 'NO', 'FI', 'NL', 'GB'] as const)('takes the country %s', (country) => {
    expect(() => RequireAge(18, { country, maxAge: 0 })).not.toThrow();
  });

  it.each([0, -1, 17.5, 151, Number.NaN, '18', undefined])('takes no age of %j', (years) => {
    // As plain JavaScript may write it.
    expect(() => RequireAge(years as number)).toThrow(
      new TypeError('`years` of @RequireAge() must be whole years, from 1 to 150'),
    );
  });

  it.each([
    [{ country: 'dk' }, '`country` of @RequireAge() must be one of DK, SE, NO, FI, NL, GB'],
    [{ maxAge: '300' }, '`maxAge` of @RequireAge() must be a whole number of seconds'],
    [{ maxage: 300 }, '`maxage` of @RequireAge() is unknown: there are `country` and `maxAge`'],
  ])('takes nothing that it does not know: %j', (written, message) => {
    const options = written as RequireAgeOptions; // as plain JavaScript may write it
    expect(() => RequireAge(18, options)).toThrow(new TypeError(message));
  });
});
