import { madeUp } from '../model/person-details.js';
import { ADDRESS, askedFor, emailOf, fullName, PHONE } from './claim-context.js';
import type { FakeEid } from './fake-eid.js';

export const vipps = {
  id: 'vipps',
  label: 'Vipps MobilePay',
  acrValues: ['urn:grn:authn:no:vipps'],
  usualAcr: 'urn:grn:authn:no:vipps',
  claims: (login) => {
    const { person } = login;
    return {
      identityscheme: 'novippslogin',
      name: fullName(person),
      given_name: person.givenName,
      family_name: person.familyName,
      birthdate: person.birthdate,
      country: 'NO',
      ...askedFor(login, {
        ssn: { socialno: person.nationalId },
        email: { emailaddress: emailOf(person), email_verified: 'true' },
        phone: { mobilephone: PHONE },
        address: { address: { ...ADDRESS, country: 'NO' } },
      }),
    };
  },
  people: [madeUp('no-sigrid', 'NO', 'Sigrid', 'Prøvedal', '1987-05-14', '14058799996', 'd')],
} as const satisfies FakeEid;
