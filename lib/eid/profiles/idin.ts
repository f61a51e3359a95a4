import { logInWith } from '../button-labels.js';
import { isJsonObject, type JsonObject } from '../../common/json.js';
import type { AgeAnswers } from '../age-proof.js';
import { claimType, type EidProfile } from '../eid-profile.js';

export interface IdinClaims {
  readonly verified_claims?: {
    readonly bin?: string;
    readonly legallastname?: string;
    /** With the scope `idin:age-verification`. */
    readonly ageCheck?: { readonly ageOrOlder?: number; readonly ageCheckPassed?: boolean };
  };
  readonly birthdate?: string;
  readonly gender?: string;
}

const AGE_SCOPE = 'idin:age-verification';

function ageCheckOf({ verified_claims: verified }: JsonObject): AgeAnswers {
  const check = isJsonObject(verified) ? verified['ageCheck'] : undefined;
  if (!isJsonObject(check)) return {};
  const { ageOrOlder, ageCheckPassed } = check;
  return typeof ageOrOlder === 'number' && typeof ageCheckPassed === 'boolean'
    ? { [ageOrOlder]: ageCheckPassed }
    : {};
}

/** Without a BIN nobody can tell who it was. */
function tellsAnAgeAlone(claims: JsonObject): boolean {
  const { verified_claims: verified } = claims;
  const hasBin = isJsonObject(verified) && verified['bin'] !== undefined;
  return !hasBin && Object.keys(ageCheckOf(claims)).length > 0;
}

export const idin = {
  eid: 'idin',
  button: logInWith('iDIN', 'iDINillä'),
  acrValues: { 'urn:grn:authn:nl:idin': 'substantial' },
  root: 'urn:grn:authn:nl:idin',
  timeZone: 'Europe/Amsterdam',
  schemes: ['nlidin'],
  ageProof: {
    countries: ['NL'],
    scopes: { 18: AGE_SCOPE },
    claims: [['verified_claims', 'ageCheck']],
    answers: ageCheckOf,
    isAnonymous: tellsAnAgeAlone,
  },
  person: {
    familyName: [['verified_claims', 'legallastname'], ['legallastname']],
    nationalId: [['verified_claims', 'bin']],
  },
  claims: claimType<IdinClaims>(),
  scopes: ['idin:full-id', 'idin:re-id', 'idin:safe-login', AGE_SCOPE],
  languages: ['nl'],
} as const satisfies EidProfile;
