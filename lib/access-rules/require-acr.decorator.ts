import type { CustomDecorator } from '@nestjs/common';

import type { Acr } from '../eid/eids.js';
import { acrValueProblem, maxAgeProblem } from '../options/reading/login-parameters.js';
import { authRule } from './auth-rule.decorator.js';

/** What a handler demands beside the eID. */
export interface RequireAcrOptions {
  /** Seconds since the user authenticated at the eID, give or take `idToken.clockTolerance`. */
  readonly maxAge?: number;
}

/**
 * Demands a login by one of these eIDs, at its level or a higher one. A browser is sent to log in so, and
 * comes back; an API is answered 401 with the challenge of RFC 9470.
 *
 * @throws {TypeError} when it demands nothing, or what nobody could satisfy.
 */
export const RequireAcr = (
  acr: Acr | readonly Acr[],
  options: RequireAcrOptions = {},
): CustomDecorator<symbol> => {
  const acrValues = [acr].flat();
  checkAcrValues(acrValues);
  checkOptions(options);
  return authRule({ kind: 'acr', acrValues, ...options });
};

function checkAcrValues(acrValues: readonly unknown[]): void {
  if (acrValues.length > 0 && acrValues.every((acr) => acrValueProblem(acr) === undefined)) return;
  throw new TypeError('@RequireAcr() must name an acr value, or a list with one in each');
}

function checkOptions(options: RequireAcrOptions): void {
  const unknown = Object.keys(options).find((name) => name !== 'maxAge');
  if (unknown !== undefined)
    throw new TypeError(`\`${unknown}\` of @RequireAcr() is unknown: there is \`maxAge\``);
  const problem = options.maxAge === undefined ? undefined : maxAgeProblem(options.maxAge);
  if (problem !== undefined) throw new TypeError(`\`maxAge\` of @RequireAcr() ${problem}`);
}
