import { randomUUID } from 'node:crypto';

import type { Person } from './people.js';

export interface FakeLogin {
  readonly person: Person;
  readonly acr: string;
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type FakeClaims = Readonly<Record<string, unknown>>;

/** The claims of a login, in the shapes of Criipto's own tokens. */
export function claimsOf({ person, acr, scopes, at }: FakeLogin): FakeClaims {
  const hasNationalId = scopes.includes('ssn') || person.country === 'FI';
  return {
    ...commonClaims(person.guid, acr, at),
    ...SHAPES[person.country](person, acr),
    ...(hasNationalId ? { [NATIONAL_ID[person.country]]: person.nationalId } : {}),
  };
}

/** The claims of the mock eID, which needs no person, with those that a login hint injected. */
export function mockClaims(acr: string, injected: FakeClaims, at: number): FakeClaims {
  return {
    ...commonClaims(randomUUID(), acr, at),
    identityscheme: 'mock',
    name: 'Mock Mockesen',
    ...injected,
  };
}

const NATIONAL_ID = {
  DK: 'cprNumberIdentifier',
  SE: 'ssn',
  NO: 'socialno',
  FI: 'hetu',
} as const;

const SHAPES: Readonly<Record<Person['country'], (person: Person, acr: string) => FakeClaims>> = {
  DK: (person, acr) => ({
    identityscheme: 'dkmitid',
    uuid: person.guid.replaceAll('-', '').replace(/^./, 'a'),
    name: fullName(person),
    birthdate: person.birthdate,
    dateofbirth: person.birthdate,
    age: '40',
    loA: levelOf(acr),
    ial: levelOf(acr),
    aal: levelOf(acr),
    fal: 'HIGH',
    country: 'DK',
  }),
  SE: (person) => ({
    identityscheme: 'sebankid',
    name: fullName(person),
    given_name: person.givenName,
    givenname: person.givenName,
    family_name: person.familyName,
    surname: person.familyName,
    ipaddress: '127.0.0.1',
    country: 'SE',
  }),
  NO: (person) => ({
    identityscheme: 'nobankid-oidc',
    uniqueuserid: `9578-6000-4-${person.guid.slice(0, 6)}`,
    certissuer: 'CN=Test Issuer',
    name: fullName(person),
    given_name: person.givenName,
    family_name: person.familyName,
    birthdate: person.birthdate,
    country: 'NO',
  }),
  FI: (person) => ({
    identityscheme: 'fitupas',
    name: `_${person.guid.replaceAll('-', '')}`,
    given_name: person.givenName,
    family_name: person.familyName,
    birthdate: person.birthdate,
    country: 'FI',
  }),
};

function commonClaims(guid: string, acr: string, at: number): FakeClaims {
  return {
    sub: `{${guid}}`,
    nameidentifier: guid.replaceAll('-', ''),
    authenticationtype: acr,
    authenticationmethod: 'app:fake',
    authenticationinstant: new Date(at).toISOString(),
    sessionindex: randomUUID(),
  };
}

function fullName(person: Person): string {
  return `${person.givenName} ${person.familyName}`;
}

function levelOf(acr: string): string {
  const level = acr.split(':').at(-1)?.toUpperCase();
  return level === 'LOW' || level === 'HIGH' ? level : 'SUBSTANTIAL';
}
