import type { FakeClaims } from '../model/fake-login.js';
import { madeUp, type PersonDetails } from '../model/person-details.js';
import { ageAt } from './age.js';
import type { FakeEid } from './fake-eid.js';

const SOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

const AGE_SCOPE = 'idin:age-verification';
const ASKED_AGE = 18;

export const idin = {
  id: 'idin',
  label: 'iDIN',
  acrValues: ['urn:grn:authn:nl:idin'],
  usualAcr: 'urn:grn:authn:nl:idin',
  usualIn: 'NL',
  // Long names, whatever the JWT format, and some short ones beside them.
  claims: ({ person, scopes, at }) =>
    scopes.includes(AGE_SCOPE) ? ageClaims(person, at) : identityClaims(person),
  scopes: ['idin:full-id', 'idin:re-id', 'idin:safe-login', AGE_SCOPE],
  people: [
    madeUp('nl-sanne', 'NL', 'Sanne', 'Proefhuis', '1983-12-02', 'PROEFBANK0000000001', '9'),
  ],
} as const satisfies FakeEid;

function identityClaims(person: PersonDetails): FakeClaims {
  return {
    identityscheme: 'nlidin',
    [`${SOAP}/givenname`]: person.givenName,
    [`${SOAP}/surname`]: person.familyName,
    [`${SOAP}/dateofbirth`]: person.birthdate,
    [`${SOAP}/country`]: 'NL',
    family_name: person.familyName,
    birthdate: person.birthdate,
    verified_claims: { bin: person.nationalId },
  };
}

function ageClaims(person: PersonDetails, at: number): FakeClaims {
  const ageCheck = { ageOrOlder: ASKED_AGE, ageCheckPassed: ageAt(person, at) >= ASKED_AGE };
  return {
    identityscheme: 'nlidin',
    [`${SOAP}/country`]: 'NL',
    verified_claims: { bin: person.nationalId, ageCheck },
  };
}
