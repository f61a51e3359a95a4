import { describe, expect, it } from '@jest/globals';

import { eidClaims } from '../../test/support/eid-claims.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import { meetsFloor } from './login-floor.js';

const AGE = 'urn:age-verification';
const CLAIM = 'http://ageverification.criipto.com';
const HIGH = 'urn:grn:authn:dk:mitid:high';
const SUBSTANTIAL = 'urn:grn:authn:dk:mitid:substantial';

const userOf = (claims: object) =>
  toCriiptoUser({ ...claims }, { issuer: 'https://acme.criipto.id', authenticatedAt: new Date() });
const proof = (is_over_18: boolean) =>
  userOf({ ...eidClaims.ageVerification, [CLAIM]: { is_over_18 } });

describe('meetsFloor', () => {
  it.each([
    [[HIGH], false],
    [[SUBSTANTIAL], true],
    [[], true],
  ])('holds MitID substantial against %j', (asked, expected) => {
    expect(meetsFloor(userOf(eidClaims.mitid), asked)).toBe(expected);
  });

  it.each([[[]], [[SUBSTANTIAL]]])('takes no proof of an age where %j is asked for', (asked) => {
    expect(meetsFloor(proof(true), asked)).toBe(false);
  });

  it('takes one where it is asked for by name, and says yes', () => {
    expect(meetsFloor(proof(true), [AGE])).toBe(true);
    expect(meetsFloor(proof(false), [AGE])).toBe(false);
  });
});
