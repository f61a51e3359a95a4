import type { LoginRequest } from 'nestjs-criipto-auth';

/** An eID that the sample offers. */
export interface OfferedEid {
  /** Names it in the path of its login. */
  readonly id: string;
  readonly label: string;
  readonly country: string;
  /** What a login by this eID asks for. */
  readonly request: LoginRequest & { readonly acrValues: string };
}

export const OFFERED_EIDS: readonly OfferedEid[] = [
  {
    id: 'mitid',
    label: 'MitID',
    country: 'DK',
    // The scope is what brings the CPR number: ask for it only where you need it.
    request: { acrValues: 'urn:grn:authn:dk:mitid:substantial', scope: 'openid ssn' },
  },
  {
    id: 'bankid-se',
    label: 'BankID Sweden',
    country: 'SE',
    request: { acrValues: 'urn:grn:authn:se:bankid' },
  },
  {
    id: 'bankid-no',
    label: 'BankID Norway',
    country: 'NO',
    request: { acrValues: 'urn:grn:authn:no:bankid' },
  },
  {
    id: 'ftn',
    label: 'Finnish Trust Network',
    country: 'FI',
    request: { acrValues: 'urn:grn:authn:fi:all' },
  },
];
