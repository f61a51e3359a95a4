import { AGE_COUNTRIES } from '../eid/assurance/age-request.js';
import { maxAgeProblem, type Problem } from '../options/reading/login-parameters.js';

/** Nobody is older. */
const OLDEST = 150;

/** What is wrong with each member of an age rule, as a sentence that goes on after its name. */
export const AGE_CHECKS: Readonly<
  Record<'years' | 'country' | 'maxAge', (value: unknown) => Problem>
> = {
  years: (years) =>
    Number.isSafeInteger(years) && Number(years) > 0 && Number(years) <= OLDEST
      ? undefined
      : `must be whole years, from 1 to ${OLDEST}`,
  country: (country) =>
    country === undefined || AGE_COUNTRIES.some((known) => known === country)
      ? undefined
      : `must be one of ${AGE_COUNTRIES.join(', ')}`,
  maxAge: (maxAge) => (maxAge === undefined ? undefined : maxAgeProblem(maxAge)),
};
