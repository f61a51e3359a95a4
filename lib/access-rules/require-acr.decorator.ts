import type { CustomDecorator } from '@nestjs/common';

import { asksForAge } from '../eid/assurance/identity-asked.js';
import type { Acr } from '../eid/eids.js';
import { acrValueProblem, maxAgeProblem } from '../options/reading/login-parameters.js';
import { authRule } from './auth-rule.decorator.js';
import { STEP_UP_IDENTITIES, type StepUpIdentity } from './auth-rule.js';

/** What a handler demands beside the eID. */
export interface RequireAcrOptions {
  /** Seconds since the user authenticated at the eID, give or take `idToken.clockTolerance`. */
  readonly maxAge?: number;
  /**
   * Who may come back from the stronger login of somebody who is logged in: the same person alone, or another
   * identity too, whose session then replaces the other. @default 'same', but 'other' where `acr` names
   * `urn:grn:authn:dk:mitid:business` alone, by which the same person is another one
   */
  readonly identity?: StepUpIdentity;
}

/**
 * Demands a login by one of these eIDs, at its level or a higher one. A browser is sent to log in so, and
 * comes back; an API is answered 401 with the challenge of RFC 9470.
 *
 * @throws {TypeError} when it demands nothing, or what nobody could satisfy; and for an age, which is `@RequireAge()`'s.
 */
export const RequireAcr = (
  acr: Acr | readonly Acr[],
  options: RequireAcrOptions = {},
): CustomDecorator<symbol> => {
  const acrValues = [acr].flat();
  checkAcrValues(acrValues);
  refuseAge(acrValues);
  checkOptions(options);
  return authRule({ kind: 'acr', acrValues, ...options });
};

function checkAcrValues(acrValues: readonly unknown[]): void {
  if (acrValues.length > 0 && acrValues.every((acr) => acrValueProblem(acr) === undefined)) return;
  throw new TypeError('@RequireAcr() must name an acr value, or a list with one in each');
}

/** It would make a login of a proof that names nobody, and may say no. */
function refuseAge(acrValues: readonly string[]): void {
  const age = acrValues.find(asksForAge);
  if (age === undefined) return;
  throw new TypeError(
    `@RequireAcr('${age}') asks for an age, and not for how old it is to be: write @RequireAge(18)`,
  );
}

function checkOptions(options: RequireAcrOptions): void {
  const unknown = Object.keys(options).find((name) => name !== 'maxAge' && name !== 'identity');
  if (unknown !== undefined)
    throw new TypeError(
      `\`${unknown}\` of @RequireAcr() is unknown: there are \`maxAge\` and \`identity\``,
    );
  const { identity } = options;
  if (identity !== undefined && !STEP_UP_IDENTITIES.includes(identity))
    throw new TypeError("`identity` of @RequireAcr() must be 'same' or 'other'");
  const problem = options.maxAge === undefined ? undefined : maxAgeProblem(options.maxAge);
  if (problem !== undefined) throw new TypeError(`\`maxAge\` of @RequireAcr() ${problem}`);
}
