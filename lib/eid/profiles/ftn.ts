import { claimType, type EidProfile } from '../eid-profile.js';
import { hintWriter } from '../hint-tokens/common-hint.js';
import { flag } from '../hint-tokens/hint-tokens.js';

export interface FtnClaims {
  readonly hetu?: string;
  /** With a mobile certificate. */
  readonly satu?: string;
  /** The bank or the operator that the user logged in by. */
  readonly authenticationmethod?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly gender?: string;
  readonly birthdate?: string;
}

export interface FtnHintMembers {
  /** Has the provider refuse what the Finnish Trust Network would, for a test. */
  readonly enforceRequirements?: boolean;
}

/** The banks and mobile certificates of the Finnish Trust Network. */
export const finnishTrustNetwork = {
  eid: 'ftn',
  button: {
    da: 'Log ind med finsk bank eller mobil-id',
    sv: 'Logga in med finländska bankkoder eller mobilcertifikat',
    nb: 'Logg inn med finsk bank-ID eller mobil-ID',
    fi: 'Kirjaudu pankkitunnuksilla tai mobiilivarmenteella',
    en: 'Log in with a Finnish bank or mobile ID',
  },
  acrValues: {
    'urn:grn:authn:fi:all': 'substantial',
    'urn:grn:authn:fi:bank-id': 'substantial',
    'urn:grn:authn:fi:mobile-id': 'substantial',
  },
  root: 'urn:grn:authn:fi',
  timeZone: 'Europe/Helsinki',
  levelOfRoot: 'substantial',
  narrowAcrValues: ['urn:grn:authn:fi:bank-id', 'urn:grn:authn:fi:mobile-id'],
  schemes: ['fitupas', 'fimobileid'],
  person: { nationalId: [['hetu']] },
  proofs: ['satu'],
  // The banks may put their own id of the person there.
  hasPoorName: true,
  claims: claimType<FtnClaims>(),
  hint: {
    ftn: hintWriter<FtnHintMembers>({ enforceRequirements: flag('enforce_ftn_requirements') }),
  },
  // `se` is Swedish here.
  languages: ['fi', 'se'],
} as const satisfies EidProfile;
