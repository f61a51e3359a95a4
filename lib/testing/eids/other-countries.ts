import type { FakeClaims } from '../model/fake-login.js';
import { ADDRESS, fullName, type ClaimContext } from './claim-context.js';

/** Long names, whatever the JWT format, and some short ones beside them. */
export function idin({ person }: ClaimContext): FakeClaims {
  const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
  return {
    identityscheme: 'nlidin',
    [`${soap}/givenname`]: person.givenName,
    [`${soap}/surname`]: person.familyName,
    [`${soap}/dateofbirth`]: person.birthdate,
    [`${soap}/country`]: 'NL',
    family_name: person.familyName,
    birthdate: person.birthdate,
    verified_claims: { bin: person.nationalId },
  };
}

/** As the card has it: capitals, and `D` for a country. */
export function personalausweis({ person }: ClaimContext): FakeClaims {
  return {
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
  };
}

export function oneId({ person }: ClaimContext): FakeClaims {
  return {
    identityscheme: 'ukoneid',
    given_name: person.givenName,
    family_name: person.familyName,
    birthdate: person.birthdate,
    country: 'GB',
  };
}

export function itsme({ person }: ClaimContext): FakeClaims {
  return {
    identityscheme: 'itsme',
    name: fullName(person),
    birthdate: person.birthdate,
    country: 'BE',
  };
}
