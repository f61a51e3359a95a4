import { madeUp } from '../model/person-details.js';
import { ADDRESS, askedFor, emailOf, fullName, PHONE } from './claim-context.js';
import type { FakeEid } from './fake-eid.js';

export const norwegianBankId = {
  id: 'bankid-no',
  label: 'BankID Norway',
  acrValues: [
    'urn:grn:authn:no:bankid',
    'urn:grn:authn:no:bankid:high',
    'urn:grn:authn:no:bankid:substantial',
  ],
  usualAcr: 'urn:grn:authn:no:bankid',
  usualIn: 'NO',
  claims: (login) => {
    const { person, acr } = login;
    const isBiometric = acr.endsWith(':substantial');
    return {
      identityscheme: 'nobankid-oidc',
      uniqueuserid: `9578-6000-4-${person.guid.slice(0, 6)}`,
      certissuer: 'CN=Test Issuer',
      ...(isBiometric ? {} : { certsubject: `CN=${person.familyName}, C=NO` }),
      name: fullName(person),
      given_name: person.givenName,
      family_name: person.familyName,
      birthdate: person.birthdate,
      address: null,
      streetaddress: 'null',
      country: 'NO',
      ...askedFor(login, {
        ssn: { socialno: person.nationalId },
        email: { email: emailOf(person), emailaddress: emailOf(person) },
        phone: { phone_number: PHONE, mobilephone: PHONE },
        address: { address: ADDRESS, streetaddress: JSON.stringify(ADDRESS) },
      }),
    };
  },
  tellsAge: true,
  caller: {
    acr: 'urn:grn:authn:no:bankid',
    country: 'NO',
    lifetime: 900,
    interval: 3,
    messageFrom: 'eid',
    pending: 'User has not yet granted authorization',
    details: [{ type: 'customerServiceCall.v1' }],
  },
  people: [
    madeUp('no-ingrid', 'NO', 'Ingrid', 'Prøvestad', '1979-09-23', '23097999994', '5'),
    madeUp('no-lars', 'NO', 'Lars', 'Testvik', '1995-12-05', '05129599995', '6'),
    // Comes of age in 2031.
    madeUp('no-emma', 'NO', 'Emma', 'Prøvehaug', '2013-03-08', '08031399997', '5a'),
  ],
} as const satisfies FakeEid;
