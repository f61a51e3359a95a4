import type { FakeClaims } from '../model/fake-login.js';
import { askedFor, emailOf, fullName, type ClaimContext } from './claim-context.js';

export function swedishBankId(login: ClaimContext): FakeClaims {
  const { person, hint } = login;
  return {
    identityscheme: 'sebankid',
    name: fullName(person),
    given_name: person.givenName,
    givenname: person.givenName,
    family_name: person.familyName,
    surname: person.familyName,
    ipaddress: '127.0.0.1',
    country: 'SE',
    ...askedFor(login, {
      ssn: { ssn: person.nationalId },
      evidence: { evidence: evidenceOf(hint.message), ocspResponse: evidenceOf('good') },
    }),
  };
}

/** Nothing that could be verified. */
function evidenceOf(text = ''): string {
  return Buffer.from(`<signed>${text}</signed>`).toString('base64');
}

export function freja({ person, scopes }: ClaimContext): FakeClaims {
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
}
