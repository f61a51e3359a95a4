import type { Eid } from '../acr-values.js';
import { text } from '../claims/claim-values.js';
import type { PersonDetails } from './criipto-user.js';
import { AGE_CLAIM } from '../claims/eid-of-claims.js';
import type { Claims } from '../claims/normalise-claims.js';

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

type Path = readonly string[];
const FREJA = ['details', 'requestedAttributes'] as const;

// No two eIDs use one name for different things, so each list serves all of them, and the mock eID too.
const GIVEN_NAME: readonly Path[] = [
  ['given_name'],
  ['givenname'],
  [...FREJA, 'basicUserInfo', 'name'],
];
const FAMILY_NAME: readonly Path[] = [
  ['family_name'],
  ['surname'],
  ['legallastname'],
  [...FREJA, 'basicUserInfo', 'surname'],
];
const BIRTHDATE: readonly Path[] = [['birthdate'], ['dateofbirth'], [...FREJA, 'dateOfBirth']];
const COUNTRY: readonly Path[] = [
  ['country'],
  [AGE_CLAIM, 'country'],
  [...FREJA, 'ssn', 'country'],
];
const NATIONAL_ID: readonly Path[] = [
  ['cprNumberIdentifier'], // MitID
  ['ssn'], // BankID Sweden
  ['socialno'], // BankID Norway, Vipps
  ['hetu'], // Finnish Trust Network
  [...FREJA, 'ssn', 'ssn'],
  ['verified_claims', 'bin'], // iDIN
];

function first(
  claims: Claims,
  paths: readonly Path[],
  accept: (value: string) => boolean = () => true,
): string | undefined {
  for (const path of paths) {
    const value = text(claims, ...path);
    if (value !== undefined && accept(value)) return value;
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
  return eid === 'ftn' ? (built ?? readable) : (readable ?? built);
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
