import { isWithin } from '../claims/acr-root.js';
import { EID_PROFILES } from '../eids.js';

/** Whether an acr value asks for an age and no identity: of that no rule may make a login. */
export function asksForAge(acr: string): boolean {
  return AGE_ROOTS.some((root) => isWithin(acr, root));
}

/** Whether acr values ask for nothing but eIDs of which the same person has another identity than by every other. */
export function askForOtherIdentity(acrValues: readonly string[]): boolean {
  return acrValues.every((acr) => OF_THEIR_OWN.has(acr));
}

const AGE_ROOTS = EID_PROFILES.flatMap(({ root, insteadOfIdentity }) =>
  insteadOfIdentity === undefined ? [] : [root],
);
const OF_THEIR_OWN: ReadonlySet<string> = new Set(
  EID_PROFILES.flatMap(({ acrValues, isIdentityOfItsOwn }) =>
    isIdentityOfItsOwn ? Object.keys(acrValues) : [],
  ),
);
