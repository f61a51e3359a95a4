import type { FakeEidId } from '../model/fake-eid-id.js';
import type { HintTokens } from '../model/login-hint.js';
import type { Person } from '../model/people.js';

/** An eID as the fake offers it. */
export interface FakeEid {
  readonly id: FakeEidId;
  readonly label: string;
  /** What applications ask for it by. */
  readonly acrValues: readonly string[];
  /** What a login without a more exact wish comes back as. */
  readonly usualAcr: string;
  /** Those of `acrValues` that leave the choice to the person. */
  readonly open?: readonly string[];
}

/** An eID that a login may use, and what that comes back as. */
export interface OfferedEid {
  readonly eid: FakeEid;
  readonly acr: string;
}

/** What an application asks the eIDs for. */
export interface EidWish {
  readonly acrValues: readonly string[];
  readonly hint: HintTokens;
}

export const MOCK_ACR = 'urn:grn:authn:mock';
const AGE_ACR = 'urn:age-verification';

const MITID_BUSINESS = oneWay('mitid-business', 'MitID Erhverv', 'urn:grn:authn:dk:mitid:business');

export const FAKE_EIDS: readonly FakeEid[] = [
  {
    id: 'mitid',
    label: 'MitID',
    acrValues: [
      'urn:grn:authn:dk:mitid:low',
      'urn:grn:authn:dk:mitid:substantial',
      'urn:grn:authn:dk:mitid:high',
    ],
    usualAcr: 'urn:grn:authn:dk:mitid:substantial',
  },
  MITID_BUSINESS,
  {
    id: 'bankid-se',
    label: 'BankID Sweden',
    acrValues: [
      'urn:grn:authn:se:bankid',
      'urn:grn:authn:se:bankid:same-device',
      'urn:grn:authn:se:bankid:another-device',
      'urn:grn:authn:se:bankid:another-device:qr',
    ],
    usualAcr: 'urn:grn:authn:se:bankid:same-device',
    open: ['urn:grn:authn:se:bankid'],
  },
  oneWay('freja', 'Freja', 'urn:grn:authn:se:frejaid'),
  {
    id: 'bankid-no',
    label: 'BankID Norway',
    acrValues: [
      'urn:grn:authn:no:bankid',
      'urn:grn:authn:no:bankid:high',
      'urn:grn:authn:no:bankid:substantial',
    ],
    usualAcr: 'urn:grn:authn:no:bankid',
  },
  oneWay('vipps', 'Vipps MobilePay', 'urn:grn:authn:no:vipps'),
  {
    id: 'ftn',
    label: 'Finnish Trust Network',
    acrValues: ['urn:grn:authn:fi:bank-id', 'urn:grn:authn:fi:mobile-id', 'urn:grn:authn:fi:all'],
    usualAcr: 'urn:grn:authn:fi:bank-id',
    open: ['urn:grn:authn:fi:all'],
  },
  oneWay('idin', 'iDIN', 'urn:grn:authn:nl:idin'),
  oneWay('personalausweis', 'Personalausweis', 'urn:grn:authn:de:personalausweis'),
  oneWay('oneid', 'OneID', 'urn:grn:authn:uk:oneid'),
  // Retired by Criipto: here as an eID of which nothing more is known.
  {
    id: 'itsme',
    label: 'itsme',
    acrValues: ['urn:grn:authn:itsme:basic', 'urn:grn:authn:itsme:advanced'],
    usualAcr: 'urn:grn:authn:itsme:basic',
  },
  oneWay('age-verification', 'Age verification', AGE_ACR),
];

/** What discovery lists. */
export const FAKE_ACR_VALUES: readonly string[] = [
  ...FAKE_EIDS.flatMap(({ acrValues }) => acrValues),
  MOCK_ACR,
];

/** The eIDs that a login may use: those it asked for, or every one that tells who somebody is. */
export function offeredEids({ acrValues, hint }: EidWish): readonly OfferedEid[] {
  const asked = FAKE_EIDS.flatMap((eid) => {
    const acr = acrValues.find((value) => eid.acrValues.includes(value));
    return acr === undefined ? [] : businessOf(offer(eid, acr), hint);
  });
  if (asked.length > 0) return asked;
  return FAKE_EIDS.filter(({ id }) => id !== 'age-verification').map((eid) =>
    offer(eid, eid.usualAcr),
  );
}

/** What a person logs in with: one of what is offered, else what they have. */
export function eidFor(person: Person, wish: EidWish): OfferedEid {
  const own = eidOf(person);
  return (
    offeredEids(wish).find(({ eid }) => takes(eid, person, wish.hint)) ?? offer(own, own.usualAcr)
  );
}

/** The eID that an acr value names, if it is one of the fake's. */
export function eidAskedBy(acr: string): FakeEidId | undefined {
  return FAKE_EIDS.find(({ acrValues }) => acrValues.includes(acr))?.id;
}

/** Whether a person can log in by an eID. */
export function takes({ id }: FakeEid, person: Person, hint: HintTokens): boolean {
  const own = eidOf(person).id;
  if (id !== 'age-verification') return id === own;
  return AGE_EIDS.includes(own) && (hint.country ?? person.country) === person.country;
}

/** The eID that a person has. */
export function eidOf({ eid, country }: Person): FakeEid {
  const id = eid ?? USUAL_EID[country];
  const found = FAKE_EIDS.find((each) => each.id === id);
  if (!found) throw new Error(`There is no eID called ${id}`);
  return found;
}

const USUAL_EID: Readonly<Record<Person['country'], FakeEidId>> = {
  DK: 'mitid',
  SE: 'bankid-se',
  NO: 'bankid-no',
  FI: 'ftn',
  NL: 'idin',
  DE: 'personalausweis',
  GB: 'oneid',
  BE: 'itsme',
};

/** Whose people can have their age told. */
const AGE_EIDS: readonly FakeEidId[] = ['mitid', 'bankid-se', 'bankid-no', 'ftn'];

function oneWay(id: FakeEidId, label: string, acr: string): FakeEid {
  return { id, label, acrValues: [acr], usualAcr: acr };
}

function offer(eid: FakeEid, asked: string): OfferedEid {
  return { eid, acr: eid.open?.includes(asked) ? eid.usualAcr : asked };
}

/** A hint makes a business login of one at a level of MitID, which comes back as that level. */
function businessOf(offered: OfferedEid, { business }: HintTokens): readonly OfferedEid[] {
  if (offered.eid.id !== 'mitid' || business === undefined) return [offered];
  const forCompany = { eid: MITID_BUSINESS, acr: offered.acr };
  return business === 'optional' ? [offered, forCompany] : [forCompany];
}
