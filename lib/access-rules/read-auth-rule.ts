import { isJsonObject, type JsonObject } from '../common/json.js';
import { asksForAge } from '../eid/assurance/identity-asked.js';
import { acrValueProblem, maxAgeProblem } from '../options/reading/login-parameters.js';
import { AGE_CHECKS } from './age-demand-problem.js';
import { type AuthRule, STEP_UP_IDENTITIES } from './auth-rule.js';
import { isGuardClass } from './rule-reader.js';

/** A rule of another version of this package, which may demand what nobody here can judge. */
export interface UnknownRule {
  readonly kind: 'unknown';
}

/** A rule as it was found, if all that it says is understood. */
export function readAuthRule(found: unknown): AuthRule | UnknownRule {
  return isKnown(found) ? found : { kind: 'unknown' };
}

function isKnown(found: unknown): found is AuthRule {
  if (!isJsonObject(found)) return false;
  const { kind, ...demands } = found;
  switch (kind) {
    case 'public':
      return isEmpty(demands) || isOpening(demands);
    case 'optional':
    case 'company':
      return isEmpty(demands);
    case 'acr':
      return isAcrDemand(demands);
    case 'age':
      return isAgeDemand(demands);
    default:
      return false;
  }
}

function isOpening({ guard, ...more }: JsonObject): boolean {
  return isGuardClass(guard) && isEmpty(more);
}

function isAcrDemand({ acrValues, maxAge, identity, ...more }: JsonObject): boolean {
  return (
    Array.isArray(acrValues) &&
    acrValues.length > 0 &&
    acrValues.every((acr) => acrValueProblem(acr) === undefined && !asksForAge(String(acr))) &&
    (maxAge === undefined || maxAgeProblem(maxAge) === undefined) &&
    (identity === undefined || STEP_UP_IDENTITIES.some((known) => known === identity)) &&
    isEmpty(more)
  );
}

function isAgeDemand({ years, country, maxAge, ...more }: JsonObject): boolean {
  const problems = [
    AGE_CHECKS.years(years),
    AGE_CHECKS.country(country),
    AGE_CHECKS.maxAge(maxAge),
  ];
  return problems.every((problem) => problem === undefined) && isEmpty(more);
}

function isEmpty(members: JsonObject): boolean {
  return Object.keys(members).length === 0;
}
