import { logInWith } from '../button-labels.js';
import { type AddressClaim, claimType, type EidProfile } from '../eid-profile.js';

export interface VippsClaims {
  readonly socialno?: string;
  readonly name?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly birthdate?: string;
  readonly mobilephone?: string;
  readonly emailaddress?: string;
  readonly address?: AddressClaim;
}

export const vipps = {
  eid: 'vipps',
  button: logInWith('Vipps MobilePay', 'Vipps MobilePaylla'),
  acrValues: { 'urn:grn:authn:no:vipps': undefined },
  root: 'urn:grn:authn:no:vipps',
  timeZone: 'Europe/Oslo',
  schemes: ['novippslogin'],
  person: { nationalId: [['socialno']] },
  claims: claimType<VippsClaims>(),
  languages: ['nb'],
} as const satisfies EidProfile;
