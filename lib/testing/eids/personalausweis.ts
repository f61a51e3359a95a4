import { madeUp } from '../model/person-details.js';
import { ADDRESS } from './claim-context.js';
import type { FakeEid } from './fake-eid.js';

export const personalausweis = {
  id: 'personalausweis',
  label: 'Personalausweis',
  acrValues: ['urn:grn:authn:de:personalausweis'],
  usualAcr: 'urn:grn:authn:de:personalausweis',
  usualIn: 'DE',
  // As the card has it: capitals, and `D` for a country.
  claims: ({ person }) => ({
    identityscheme: 'deadesso',
    given_name: person.givenName.toUpperCase(),
    family_name: person.familyName.toUpperCase(),
    birthdate: person.birthdate,
    place_of_birth: 'BERLIN',
    document_type: 'ID',
    date_of_expiry: '2039-10-31',
    nationality: 'D',
    issuing_state: 'D',
    address: { ...ADDRESS, country: 'D' },
  }),
  scopes: ['odis:Pseudonym', 'odis:Profile1', 'odis:Profile2', 'odis:Profile3'],
  people: [madeUp('de-petra', 'DE', 'Petra', 'Probe', '1976-02-25', '', 'e')],
} as const satisfies FakeEid;
