import { text } from '../claims/claim-values.js';
import type { Claims } from '../claims/normalise-claims.js';
import { type ClaimPath, COMMON_PERSON, type PersonMember } from '../eid-profile.js';
import { type Eid, EID_PROFILES } from '../eids.js';
import type { PersonDetails } from './criipto-user.js';

/** Who the claims say it is. What they don't say, or not credibly, is `undefined`. */
export function personOf(eid: Eid, claims: Claims): PersonDetails {
  const givenName = first(claims, GIVEN_NAME);
  const familyName = first(claims, FAMILY_NAME);
  const name = fullName(eid, text(claims, 'name'), givenName, familyName);
  const birthdate = first(claims, BIRTHDATE, isCalendarDate);
  const country = first(claims, COUNTRY, isCountryCode);
  const nationalId = first(claims, NATIONAL_ID);
  return { name, givenName, familyName, birthdate, country, nationalId };
}

/** Where a member stands. No two eIDs use one name for different things, so each list serves all of them, and the mock eID too. */
function pathsTo(member: PersonMember): readonly ClaimPath[] {
  const own = EID_PROFILES.flatMap(({ person }) => person?.[member] ?? []);
  const inOrder: readonly ClaimPath[] = [
    ...COMMON_PERSON[member],
    // What stands by itself comes before what stands within another claim.
    ...own.filter((path) => path.length === 1),
    ...own.filter((path) => path.length > 1),
  ];
  return [...new Map(inOrder.map((path) => [path.join(' '), path])).values()];
}

const GIVEN_NAME = pathsTo('givenName');
const FAMILY_NAME = pathsTo('familyName');
const BIRTHDATE = pathsTo('birthdate');
const COUNTRY = pathsTo('country');
const NATIONAL_ID = pathsTo('nationalId');

const HAS_POOR_NAME: ReadonlySet<Eid> = new Set(
  EID_PROFILES.filter(({ hasPoorName }) => hasPoorName).map(({ eid }) => eid),
);

function first(
  claims: Claims,
  paths: readonly ClaimPath[],
  accept?: (value: string) => boolean,
): string | undefined {
  for (const path of paths) {
    const value = text(claims, ...path);
    if (value !== undefined && (!accept || accept(value))) return value;
  }
  return undefined;
}

function fullName(
  eid: Eid,
  told: string | undefined,
  givenName: string | undefined,
  familyName: string | undefined,
): string | undefined {
  const built = [givenName, familyName].filter((part) => part !== undefined).join(' ') || undefined;
  // The Finnish banks may put their own id of the person there: `_19cf…`.
  const readable = told?.startsWith('_') ? undefined : told;
  return HAS_POOR_NAME.has(eid) ? (built ?? readable) : (readable ?? built);
}

/** Criipto's own samples hold a 82nd of September. */
function isCalendarDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value.startsWith('0000')) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function isCountryCode(value: string): boolean {
  return /^[A-Z]{2}$/.test(value);
}
