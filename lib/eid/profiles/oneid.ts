import { logInWith } from '../button-labels.js';
import type { JsonObject } from '../../common/json.js';
import { answersUnder } from '../age-proof.js';
import type { EidProfile } from '../eid-profile.js';

/** One of its scopes is a product: `oneid:product:…`. */
const SCOPE = 'oneid:' as `oneid:${string}`; // which stands for all that begin so

const AGE_CLAIMS = { 18: 'age_over_18', 21: 'age_over_21', 25: 'age_over_25' } as const;
const AGE_PRODUCT = 'oneid:product:age_verification';

/** What tells who it is, where that was asked for. */
const OF_A_PERSON: readonly string[] = ['name', 'given_name', 'family_name', 'birthdate'];

function tellsAnAgeAlone(claims: JsonObject): boolean {
  const isTold = Object.keys(answersUnder(AGE_CLAIMS, claims)).length > 0;
  return isTold && OF_A_PERSON.every((name) => claims[name] === undefined);
}

/** Nothing is known for sure of its claims, and nothing at all of its `identityscheme`. */
export const oneId = {
  eid: 'oneid',
  button: logInWith('OneID', 'OneID:llä'),
  acrValues: { 'urn:grn:authn:uk:oneid': undefined },
  root: 'urn:grn:authn:uk:oneid',
  timeZone: 'Europe/London',
  ageProof: {
    countries: ['GB'],
    scopes: {
      18: `${AGE_PRODUCT} oneid:age_over_18`,
      21: `${AGE_PRODUCT} oneid:age_over_21`,
      25: `${AGE_PRODUCT} oneid:age_over_25`,
    },
    claims: Object.values(AGE_CLAIMS).map((claim) => [claim]),
    answers: (claims) => answersUnder(AGE_CLAIMS, claims),
    isAnonymous: tellsAnAgeAlone,
  },
  scopes: [SCOPE],
} as const satisfies EidProfile;
