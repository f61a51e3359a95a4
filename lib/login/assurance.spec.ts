import { describe, expect, it } from '@jest/globals';

import { codeOf } from '../../test/support/code-of.js';
import { eidClaims } from '../../test/support/eid-claims.js';
import { type Person, personFingerprints } from '../eid/user/same-person.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import { assertAssurance, type Assurance } from './assurance.js';

const NOW = 1_790_000_000;
const SUBSTANTIAL = 'urn:grn:authn:dk:mitid:substantial';

const user = (claims: object = {}) =>
  toCriiptoUser(
    { ...eidClaims.mitid, authenticationinstant: undefined, auth_time: NOW - 100, ...claims },
    { issuer: eidClaims.mitid.iss, authenticatedAt: new Date(NOW * 1000) },
  );

const check =
  (asked: Partial<Assurance>, claims: object = {}) =>
  () =>
    assertAssurance(user(claims), { acrValues: [], ...asked }, { now: NOW, clockTolerance: 60 });

const marksOf = (sub: string): readonly string[] => {
  const { issuer, claims } = user();
  const person: Person = { issuer, sub, nationalId: undefined, claims: { ...claims, uuid: sub } };
  return personFingerprints(person);
};

describe('assertAssurance takes', () => {
  it.each<[string, Partial<Assurance>]>([
    ['anybody, where nothing was asked for', {}],
    ['the eID that was asked for', { acrValues: [SUBSTANTIAL] }],
    ['the person who was to come back', { person: personFingerprints(user()) }],
    ['who authenticated in time', { maxAge: 100 }],
    ['who authenticated in time, as far as clocks may differ', { maxAge: 40 }],
  ])('%s', (_what, asked) => {
    expect(codeOf(check(asked))).toBeUndefined();
  });
});

describe('assertAssurance refuses', () => {
  it('another eID', () => {
    expect(codeOf(check({ acrValues: ['urn:grn:authn:se:bankid'] }))).toBe('acr_not_satisfied');
  });

  it('another person', () => {
    expect(codeOf(check({ person: marksOf('somebody else') }))).toBe('user_mismatch');
  });

  it('a person of whom nothing is known', () => {
    expect(codeOf(check({ person: [] }))).toBe('user_mismatch');
  });

  it('who authenticated too long ago, and says when that was', () => {
    expect(codeOf(check({ maxAge: 39 }))).toBe('authentication_too_old');
    expect(check({ maxAge: 39 })).toThrow(
      'The user authenticated at 2026-09-21T14:11:40.000Z: asked was 39 s ago at most',
    );
  });

  it('who authenticated nobody knows when, and says so', () => {
    const untold = check({ maxAge: 300 }, { auth_time: undefined });
    expect(codeOf(untold)).toBe('authentication_too_old');
    expect(untold).toThrow('The provider does not tell when the user authenticated');
  });
});
