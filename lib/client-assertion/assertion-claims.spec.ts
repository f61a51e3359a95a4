import { describe, expect, it } from '@jest/globals';

import { assertionClaims } from './client-assertion.service.js';

describe('assertionClaims', () => {
  it('are these, and no `nbf`', () => {
    const claims = assertionClaims({
      clientId: 'urn:my:application:identifier:1234',
      audience: 'https://acme.criipto.id',
      issuedAt: 1_790_000_000,
      lifetime: 60,
      jti: 'an id',
    });
    expect(claims).toEqual({
      iss: 'urn:my:application:identifier:1234',
      sub: 'urn:my:application:identifier:1234',
      aud: 'https://acme.criipto.id',
      jti: 'an id',
      iat: 1_790_000_000,
      exp: 1_790_000_060,
    });
  });
});
