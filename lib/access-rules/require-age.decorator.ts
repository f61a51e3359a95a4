import type { CustomDecorator } from '@nestjs/common';

import type { AgeCountry } from '../eid/assurance/age-answer.js';
import { AGE_CHECKS } from './age-demand-problem.js';
import { authRule } from './auth-rule.decorator.js';

/** What proves the age. */
export interface RequireAgeOptions {
  /**
   * Whose eID proves it: Criipto's age verification in `DK`, `SE`, `NO` and `FI` (for 15, 16, 18 and 21), iDIN in
   * `NL` (for 18), OneID in `GB` (for 18, 21 and 25). @default left to the provider, by age verification
   */
  readonly country?: AgeCountry;
  /** Seconds since the proof or the login, give or take `idToken.clockTolerance`. */
  readonly maxAge?: number;
}

/**
 * Demands an age, and no login: who has proved it is let in, and `@CurrentUser()` is `undefined` for who is not
 * logged in. The signed birthdate of who is logged in answers for any age. A browser without an answer is sent to
 * prove it (https://docs.idura.app/verify/guides/age-verification), and comes back; anything else is answered 401,
 * and who is too young 403 `age_too_low`.
 *
 * @throws {TypeError} when nobody could be as old, or prove it there.
 */
export const RequireAge = (
  years: number,
  options: RequireAgeOptions = {},
): CustomDecorator<symbol> => {
  const demand = { years, ...options };
  for (const name of Object.keys(demand)) check(name, demand);
  return authRule({ kind: 'age', ...demand });
};

function check(name: string, demand: Readonly<Record<string, unknown>>): void {
  const problemOf = Object.entries(AGE_CHECKS).find(([known]) => known === name)?.[1];
  if (!problemOf)
    throw new TypeError(
      `\`${name}\` of @RequireAge() is unknown: there are \`country\` and \`maxAge\``,
    );
  const problem = problemOf(demand[name]);
  if (problem !== undefined) throw new TypeError(`\`${name}\` of @RequireAge() ${problem}`);
}
