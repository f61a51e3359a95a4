import type { HintTokens } from '../model/login-hint.js';
import { FAKE_EIDS, type FakeEidId } from './eids.js';
import type { FakeEid } from './fake-eid.js';
import type { Person } from './people.js';

type Eid = FakeEid<FakeEidId>;

/** An eID that a login may use, and what that comes back as. */
export interface OfferedEid {
  readonly eid: Eid;
  readonly acr: string;
}

/** What an application asks the eIDs for. */
export interface EidWish {
  readonly acrValues: readonly string[];
  readonly hint: HintTokens;
}

/** The eIDs that a login may use: those it asked for, or every one that tells who somebody is. */
export function offeredEids({ acrValues, hint }: EidWish): readonly OfferedEid[] {
  const asked = FAKE_EIDS.flatMap((eid) => {
    const acr = acrValues.find((value) => eid.acrValues.includes(value));
    return acr === undefined ? [] : withHinted(offer(eid, acr), hint);
  });
  if (asked.length > 0) return asked;
  return FAKE_EIDS.filter(({ tellsNoIdentity }) => !tellsNoIdentity).map((eid) =>
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
export function takes({ id, tellsNoIdentity }: Eid, person: Person, hint: HintTokens): boolean {
  const own = eidOf(person);
  if (!tellsNoIdentity) return id === own.id;
  return own.tellsAge === true && (hint.country ?? person.country) === person.country;
}

/** The eID that a person has. */
export function eidOf({ eid, country }: Pick<Person, 'eid' | 'country'>): Eid {
  const found =
    eid === undefined
      ? FAKE_EIDS.find(({ usualIn }) => usualIn === country)
      : FAKE_EIDS.find(({ id }) => id === eid);
  if (!found) throw new Error(`There is no eID called ${eid}`);
  return found;
}

function offer(eid: Eid, asked: string): OfferedEid {
  return { eid, acr: eid.open?.includes(asked) ? eid.usualAcr : asked };
}

/** What is offered, or in its place or beside it another eID that the hint asks for, which comes back as the same. */
function withHinted(offered: OfferedEid, hint: HintTokens): readonly OfferedEid[] {
  const hinted = FAKE_EIDS.flatMap((eid) => {
    const asked = eid.byHint?.of === offered.eid.id ? eid.byHint.asked(hint) : undefined;
    return asked === undefined ? [] : [{ asked, offered: { eid, acr: offered.acr } }];
  });
  const isReplaced = hinted.some(({ asked }) => asked === 'demanded');
  return [...(isReplaced ? [] : [offered]), ...hinted.map((each) => each.offered)];
}
