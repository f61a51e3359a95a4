import { madeUp } from '../model/person-details.js';
import { fullName } from './claim-context.js';
import type { FakeEid } from './fake-eid.js';

/** Retired by Criipto: here as an eID of which nothing more is known. */
export const itsme = {
  id: 'itsme',
  label: 'itsme',
  acrValues: ['urn:grn:authn:itsme:basic', 'urn:grn:authn:itsme:advanced'],
  usualAcr: 'urn:grn:authn:itsme:basic',
  usualIn: 'BE',
  claims: ({ person }) => ({
    identityscheme: 'itsme',
    name: fullName(person),
    birthdate: person.birthdate,
    country: 'BE',
  }),
  people: [madeUp('be-lotte', 'BE', 'Lotte', 'Proefdal', '1989-06-06', '', '0')],
} as const satisfies FakeEid;
