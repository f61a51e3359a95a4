import { describe, expect, it } from '@jest/globals';

import { eidClaims } from '../../../test/support/eid-claims.js';
import { personFingerprints } from '../user/same-person.js';
import { toCriiptoUser } from '../user/to-criipto-user.js';
import { normaliseClaims } from './normalise-claims.js';
import { proofsMissingIn, withoutProofs } from './proof-claims.js';

const LOGIN_TIME = new Date(0);
const userOf = (claims: object) =>
  toCriiptoUser(
    { ...claims, sub: 'a' },
    { issuer: 'https://acme.criipto.id', authenticatedAt: LOGIN_TIME },
  );

describe('what nobody signed', () => {
  it.each(Object.entries(eidClaims))('proves nothing of a login by %s', (_eid, claims) => {
    const user = userOf(withoutProofs(normaliseClaims(claims)));
    expect(user).toMatchObject({
      eid: 'unknown',
      acr: undefined,
      level: undefined,
      authenticatedAt: LOGIN_TIME,
    });
    expect([user.birthdate, user.nationalId]).toEqual([undefined, undefined]);
    expect(personFingerprints(user)).toEqual(personFingerprints(userOf({})));
  });

  it.each([
    'employee',
    'companySignatory',
    'cvrNumberIdentifier',
    'ridNumberIdentifier',
    'productionUnit',
    'seNumber',
    '2.5.4.10',
    'ial',
    'aal',
    'fal',
    'age',
    'registrationLevel',
    'age_over_18',
    'http://ageverification.criipto.com',
    'acr',
    'auth_time',
    'amr',
  ])('has no say in %s', (name) => {
    expect(Object.keys(withoutProofs({ [name]: 'value', email: 'a@example.com' }))).toEqual([
      'email',
    ]);
  });

  it('has no say in an age check beside other claims of a bank', () => {
    const verified = { legallastname: 'Proefhuis', ageCheck: { ageOrOlder: 18 } };
    const { verified_claims: left } = withoutProofs({ verified_claims: verified });
    expect({ ...Object(left) }).toEqual({ legallastname: 'Proefhuis' });
  });

  it('may tell what proves nothing', () => {
    const told = {
      name: 'Asta',
      given_name: 'Asta',
      email: 'asta@example.com',
      phone_number: '1',
      address: { country: 'DK' },
      role: ['admin'],
    };
    expect({ ...withoutProofs(told) }).toEqual(told);
  });

  it('keeps what stands beside a proof within a claim', () => {
    const { details } = withoutProofs(normaliseClaims(eidClaims.freja));
    expect(JSON.parse(JSON.stringify(details))).toEqual({
      status: 'APPROVED',
      requestedAttributes: {
        basicUserInfo: { name: 'Tuva', surname: 'Provsson' },
        ssn: { country: 'SE' },
      },
    });
  });
});

describe('proofsMissingIn', () => {
  it('names what others say nothing of, and none of the values', () => {
    const told = { authenticationtype: 'x', loA: 'HIGH', name: 'A', verified_claims: { bin: '1' } };
    expect(proofsMissingIn({ loA: 'LOW' }, told)).toEqual([
      'authenticationtype',
      'verified_claims.bin',
    ]);
  });

  it('names nothing where all is said', () => {
    const claims = normaliseClaims(eidClaims.mitid);
    expect(proofsMissingIn(claims, claims)).toEqual([]);
  });
});
