import { loginHint, type LoginRequest } from 'nestjs-criipto-auth';

/** An eID that the sample offers. */
export interface OfferedEid {
  /** Names it in the path of its login. */
  readonly id: string;
  readonly label: string;
  /** Where it is from, in two characters. */
  readonly country: string;
  /** What a login by this eID asks for. */
  readonly request: LoginRequest & { readonly acrValues: string };
}

export const OFFERED_EIDS: readonly OfferedEid[] = [
  // The scope is what brings the CPR number: ask for it only where you need it.
  eid('mitid', 'MitID', 'DK', 'urn:grn:authn:dk:mitid:substantial', { scope: 'openid ssn' }),
  eid('mitid-business', 'MitID Erhverv', 'DK', 'urn:grn:authn:dk:mitid:business'),
  eid('bankid-se', 'BankID Sweden', 'SE', 'urn:grn:authn:se:bankid'),
  eid('freja', 'Freja', 'SE', 'urn:grn:authn:se:frejaid', {
    scope: 'openid frejaid:basic_user_info',
    loginHint: loginHint.freja({ minRegistrationLevel: 'extended' }),
  }),
  eid('bankid-no', 'BankID Norway', 'NO', 'urn:grn:authn:no:bankid'),
  eid('vipps', 'Vipps MobilePay', 'NO', 'urn:grn:authn:no:vipps', { scope: 'openid phone' }),
  eid('ftn', 'Finnish Trust Network', 'FI', 'urn:grn:authn:fi:all'),
  eid('idin', 'iDIN', 'NL', 'urn:grn:authn:nl:idin', { scope: 'openid idin:full-id' }),
  eid('personalausweis', 'Personalausweis', 'DE', 'urn:grn:authn:de:personalausweis', {
    scope: 'openid odis:Profile1',
  }),
  eid('oneid', 'OneID', 'GB', 'urn:grn:authn:uk:oneid'),
  // An age, and no identity: it is no login, but what `@RequireAge()` asks for.
  eid('age', 'Age verification', '18', 'urn:age-verification', {
    scope: 'openid is_over_18',
    loginHint: loginHint.ageVerification({ country: 'DK' }),
    returnTo: '/grown-ups',
  }),
];

function eid(
  id: string,
  label: string,
  country: string,
  acrValues: string,
  request: LoginRequest = {},
): OfferedEid {
  return { id, label, country, request: { ...request, acrValues } };
}
