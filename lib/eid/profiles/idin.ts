import { claimType, type EidProfile } from '../eid-profile.js';

export interface IdinClaims {
  readonly verified_claims?: { readonly bin?: string };
  readonly legallastname?: string;
  readonly birthdate?: string;
  readonly gender?: string;
}

export const idin = {
  eid: 'idin',
  acrValues: { 'urn:grn:authn:nl:idin': 'substantial' },
  root: 'urn:grn:authn:nl:idin',
  schemes: ['nlidin'],
  person: { familyName: [['legallastname']], nationalId: [['verified_claims', 'bin']] },
  claims: claimType<IdinClaims>(),
  scopes: ['idin:full-id', 'idin:re-id', 'idin:safe-login', 'idin:age-verification'],
  languages: ['nl'],
} as const satisfies EidProfile;
