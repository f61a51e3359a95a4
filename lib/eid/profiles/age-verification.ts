import { answersUnder } from '../age-proof.js';
import { claimType, type EidProfile } from '../eid-profile.js';
import { HINT_COUNTRIES, type HintCountry, hintWriter } from '../hint-tokens/common-hint.js';
import { oneOf } from '../hint-tokens/hint-tokens.js';

const AGE = 'http://ageverification.criipto.com';
/** Each asks for an age, and names the answer. */
const SCOPES = { 15: 'is_over_15', 16: 'is_over_16', 18: 'is_over_18', 21: 'is_over_21' } as const;

/** Of each age that was asked for, whether the person has reached it. No identity: `sub` is another at each login. */
export interface AgeVerificationClaims {
  readonly 'http://ageverification.criipto.com'?: {
    readonly country?: string;
    readonly is_over_15?: boolean;
    readonly is_over_16?: boolean;
    readonly is_over_18?: boolean;
    readonly is_over_21?: boolean;
  };
}

export interface AgeVerificationHintMembers {
  /** Whose eID tells the age. */
  readonly country?: HintCountry;
}

export const ageVerification = {
  eid: 'age-verification',
  acrValues: { 'urn:age-verification': undefined },
  root: 'urn:age-verification',
  insteadOfIdentity: AGE,
  ageProof: {
    countries: HINT_COUNTRIES,
    countryAt: [AGE, 'country'],
    scopes: SCOPES,
    claims: [[AGE]],
    answers: (claims) => answersUnder(SCOPES, claims[AGE]),
    isAnonymous: () => true,
  },
  person: { country: [[AGE, 'country']] },
  claims: claimType<AgeVerificationClaims>(),
  hint: {
    ageVerification: hintWriter<AgeVerificationHintMembers>({
      country: oneOf('country:', HINT_COUNTRIES),
    }),
  },
  scopes: [SCOPES[15], SCOPES[16], SCOPES[18], SCOPES[21]],
} as const satisfies EidProfile;
