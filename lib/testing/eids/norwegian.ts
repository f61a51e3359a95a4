import type { FakeClaims } from '../model/fake-login.js';
import { ADDRESS, askedFor, emailOf, fullName, PHONE, type ClaimContext } from './claim-context.js';

export function norwegianBankId(login: ClaimContext): FakeClaims {
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
}

export function vipps(login: ClaimContext): FakeClaims {
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
}
