import { describe, expect, it } from '@jest/globals';

import { eidClaims } from '../../../test/support/eid-claims.js';
import { toCriiptoUser } from '../user/to-criipto-user.js';
import { sessionClaims } from './session-claims.js';

describe('sessionClaims', () => {
  it.each([
    'nonce',
    'at_hash',
    'c_hash',
    's_hash',
    'exp',
    'iat',
    'nbf',
    'jti',
    'aud',
    'azp',
    'evidence',
    'ocspResponse',
    'mitid_risk_data',
    'dk:gov:saml:attribute:mitid_risk_data',
    'photo',
    'documentPhoto',
    'userSignature',
    'advancedSignature',
  ])('leaves out %s', (name) => {
    expect(Object.keys(sessionClaims({ sub: 'a', [name]: 'value' }))).toEqual(['sub']);
  });

  it('leaves out what is large within a claim, and keeps what is beside it', () => {
    const requestedAttributes = { photo: 'large', dateOfBirth: '1990-07-01' };
    const { details } = sessionClaims({ details: { requestedAttributes, signed: ['a'] } });
    expect(JSON.parse(JSON.stringify(details))).toEqual({
      requestedAttributes: { dateOfBirth: '1990-07-01' },
      signed: ['a'],
    });
  });

  it('keeps what a session may still need', () => {
    const kept = { sub: 'a', iss: 'b', sid: 'c', auth_time: 7, acr: 'd', uuid: 'e', role: ['f'] };
    expect({ ...sessionClaims(kept) }).toEqual(kept);
  });

  it.each(Object.entries(eidClaims))(
    'makes the same user again, in little space: %s',
    (_eid, claims) => {
      const context = { issuer: 'https://acme.criipto.id', authenticatedAt: new Date(0) };
      const kept = sessionClaims(claims);
      const { claims: _before, ...before } = toCriiptoUser(claims, context).reveal();
      const { claims: _after, ...after } = toCriiptoUser(kept, context).reveal();
      expect(after).toEqual(before);
      expect(JSON.stringify(kept).length).toBeLessThan(1500);
    },
  );
});
