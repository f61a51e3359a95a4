import { describe, expect, it } from '@jest/globals';

import { eidClaims } from '../../../test/support/eid-claims.js';
import { toCriiptoUser } from '../user/to-criipto-user.js';
import { actsForCompany } from './company-login.js';

const context = { issuer: 'https://acme.criipto.id', authenticatedAt: new Date(0) };
const userOf = (claims: object) => toCriiptoUser({ ...claims }, context);

describe('actsForCompany', () => {
  it.each([
    ['who may sign', eidClaims.mitidBusiness, true],
    ['an employee', eidClaims.mitidBusinessEmployee, true],
    [
      'whom a hint asked for',
      { ...eidClaims.mitid, cvrNumberIdentifier: '99999999', employee: 'true' },
      true,
    ],
    ['a citizen', eidClaims.mitid, false],
    [
      'a citizen, who was asked for as more',
      { ...eidClaims.mitid, authenticationtype: 'urn:grn:authn:dk:mitid:business' },
      false,
    ],
    [
      'somebody of another eID with such a claim',
      { ...eidClaims.bankidSe, cvrNumberIdentifier: '99999999' },
      false,
    ],
  ])('judges %s', (_who, claims, answer) => {
    expect(actsForCompany(userOf(claims))).toBe(answer);
  });
});
