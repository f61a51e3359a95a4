import { describe, expect, it } from '@jest/globals';

import type { ProviderMetadata } from '../discovery/provider-metadata.js';
import { isToBeSigned, requestObjectClaims } from './request-object.js';

const METADATA: ProviderMetadata = {
  issuer: 'https://acme.criipto.id',
  authorization_endpoint: 'https://acme.criipto.id/oauth2/authorize',
  token_endpoint: 'https://acme.criipto.id/oauth2/token',
  jwks_uri: 'https://acme.criipto.id/.well-known/jwks',
};
const CONTEXT = { clientId: 'client', issuer: METADATA.issuer, issuedAt: 1_000, jti: 'the jti' };

const claimsOf = (parameters: Record<string, string>) => requestObjectClaims(parameters, CONTEXT);

describe('requestObjectClaims', () => {
  it('are the parameters, from us, for the issuer, for five minutes, and once', () => {
    expect(claimsOf({ response_type: 'code', state: 'the state' })).toEqual({
      response_type: 'code',
      state: 'the state',
      client_id: 'client',
      iss: 'client',
      aud: 'https://acme.criipto.id',
      jti: 'the jti',
      iat: 1_000,
      exp: 1_300,
    });
  });

  it('have a number for max_age', () => {
    expect(claimsOf({ max_age: '0' })).toMatchObject({ max_age: 0 });
  });

  it('cannot be replaced by parameters', () => {
    const others = { iss: 'a', sub: 'client', aud: 'b', client_id: 'c', jti: 'd', exp: 'e' };
    expect(claimsOf({ ...others, iat: 'f', nbf: 'g' })).toEqual(claimsOf({}));
  });
});

describe('isToBeSigned', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { request_parameter_supported: true }, true],
    [false, { request_parameter_supported: false }, false],
    [false, { require_signed_request_object: true }, true],
    [false, { require_signed_request_object: false }, false],
  ])('when `login.signedRequest` is %p, for a provider that says %j: %p', (wanted, said, is) => {
    expect(isToBeSigned({ ...METADATA, ...said }, wanted)).toBe(is);
  });

  it('is refused for a provider that says that it takes none', () => {
    const metadata = { ...METADATA, request_parameter_supported: false };
    expect(() => isToBeSigned(metadata, true)).toThrow(
      expect.objectContaining({ code: 'discovery_invalid' }),
    );
  });
});
