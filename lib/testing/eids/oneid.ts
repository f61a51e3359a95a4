import { madeUp } from '../model/person-details.js';
import type { FakeEid } from './fake-eid.js';

export const oneId = {
  id: 'oneid',
  label: 'OneID',
  acrValues: ['urn:grn:authn:uk:oneid'],
  usualAcr: 'urn:grn:authn:uk:oneid',
  usualIn: 'GB',
  claims: ({ person }) => ({
    identityscheme: 'ukoneid',
    given_name: person.givenName,
    family_name: person.familyName,
    birthdate: person.birthdate,
    country: 'GB',
  }),
  people: [madeUp('gb-robin', 'GB', 'Robin', 'Sample', '1991-11-11', '', 'f')],
} as const satisfies FakeEid;
