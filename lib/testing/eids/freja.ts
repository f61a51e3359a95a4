import { madeUp } from '../model/person-details.js';
import { emailOf } from './claim-context.js';
import type { FakeEid } from './fake-eid.js';

export const freja = {
  id: 'freja',
  label: 'Freja',
  acrValues: ['urn:grn:authn:se:frejaid'],
  usualAcr: 'urn:grn:authn:se:frejaid',
  claims: ({ person, scopes }) => {
    const hasNumber = scopes.includes('ssn') || scopes.includes('frejaid:ssn');
    return {
      identityscheme: 'sefrejaid',
      registrationLevel: 'PLUS',
      relyingPartyUserId: person.guid.replaceAll('-', '').toUpperCase(),
      details: {
        status: 'APPROVED',
        requestedAttributes: {
          basicUserInfo: { name: person.givenName, surname: person.familyName },
          dateOfBirth: person.birthdate,
          ...(hasNumber ? { ssn: { ssn: person.nationalId, country: person.country } } : {}),
        },
      },
      ...(scopes.includes('frejaid:email_address') ? { emailaddress: emailOf(person) } : {}),
    };
  },
  scopes: [
    'frejaid:basic_user_info',
    'frejaid:date_of_birth',
    'frejaid:age',
    'frejaid:ssn',
    'frejaid:addresses',
    'frejaid:email_address',
    'frejaid:all_email_addresses',
    'frejaid:all_phone_numbers',
    'frejaid:registration_level',
  ],
  caller: {
    acr: 'urn:grn:authn:se:frejaid',
    country: 'SE',
    lifetime: 120,
    messageFrom: 'anybody',
    details: [],
  },
  people: [madeUp('se-tuva', 'SE', 'Tuva', 'Provlund', '1999-10-08', '199910089994', 'c')],
} as const satisfies FakeEid;
