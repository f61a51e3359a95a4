import type { Person } from './people.js';

/** An eID as the fake offers it. */
export interface FakeEid {
  readonly label: string;
  readonly country: Person['country'];
  /** The acr that a login without a more exact wish gets. */
  readonly usualAcr: string;
  readonly prefix: string;
}

export const MOCK_ACR = 'urn:grn:authn:mock';

export const FAKE_EIDS: readonly FakeEid[] = [
  {
    label: 'MitID',
    country: 'DK',
    usualAcr: 'urn:grn:authn:dk:mitid:substantial',
    prefix: 'urn:grn:authn:dk:mitid',
  },
  {
    label: 'BankID Sweden',
    country: 'SE',
    usualAcr: 'urn:grn:authn:se:bankid:same-device',
    prefix: 'urn:grn:authn:se:bankid',
  },
  {
    label: 'BankID Norway',
    country: 'NO',
    usualAcr: 'urn:grn:authn:no:bankid',
    prefix: 'urn:grn:authn:no:bankid',
  },
  {
    label: 'Finnish Trust Network',
    country: 'FI',
    usualAcr: 'urn:grn:authn:fi:bank-id',
    prefix: 'urn:grn:authn:fi',
  },
];

/** What discovery lists. */
export const FAKE_ACR_VALUES: readonly string[] = [
  'urn:grn:authn:dk:mitid:low',
  'urn:grn:authn:dk:mitid:substantial',
  'urn:grn:authn:dk:mitid:high',
  'urn:grn:authn:se:bankid',
  'urn:grn:authn:se:bankid:same-device',
  'urn:grn:authn:se:bankid:another-device:qr',
  'urn:grn:authn:no:bankid',
  'urn:grn:authn:no:bankid:high',
  'urn:grn:authn:no:bankid:substantial',
  'urn:grn:authn:fi:bank-id',
  'urn:grn:authn:fi:mobile-id',
  'urn:grn:authn:fi:all',
  MOCK_ACR,
];

/** The eIDs that a login may use: those it asked for, or all. */
export function eidsFor(acrValues: readonly string[]): readonly FakeEid[] {
  const asked = FAKE_EIDS.filter(({ prefix }) => acrValues.some((acr) => belongsTo(acr, prefix)));
  return asked.length > 0 ? asked : FAKE_EIDS;
}

/** The acr that a person's login gets: what was asked of that eID, spelled out as Criipto does. */
export function acrOf(person: Person, acrValues: readonly string[]): string {
  const eid = FAKE_EIDS.find(({ country }) => country === person.country);
  if (!eid) return MOCK_ACR;
  const asked = acrValues.find((acr) => belongsTo(acr, eid.prefix));
  const isGeneric = asked === undefined || asked === eid.prefix || asked.endsWith(':all');
  return isGeneric ? eid.usualAcr : asked;
}

function belongsTo(acr: string, prefix: string): boolean {
  return acr === prefix || acr.startsWith(`${prefix}:`);
}
