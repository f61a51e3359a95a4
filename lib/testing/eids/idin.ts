import { madeUp } from '../model/person-details.js';
import type { FakeEid } from './fake-eid.js';

const SOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

export const idin = {
  id: 'idin',
  label: 'iDIN',
  acrValues: ['urn:grn:authn:nl:idin'],
  usualAcr: 'urn:grn:authn:nl:idin',
  usualIn: 'NL',
  // Long names, whatever the JWT format, and some short ones beside them.
  claims: ({ person }) => ({
    identityscheme: 'nlidin',
    [`${SOAP}/givenname`]: person.givenName,
    [`${SOAP}/surname`]: person.familyName,
    [`${SOAP}/dateofbirth`]: person.birthdate,
    [`${SOAP}/country`]: 'NL',
    family_name: person.familyName,
    birthdate: person.birthdate,
    verified_claims: { bin: person.nationalId },
  }),
  scopes: ['idin:full-id', 'idin:re-id', 'idin:safe-login', 'idin:age-verification'],
  people: [
    madeUp('nl-sanne', 'NL', 'Sanne', 'Proefhuis', '1983-12-02', 'PROEFBANK0000000001', '9'),
  ],
} as const satisfies FakeEid;
