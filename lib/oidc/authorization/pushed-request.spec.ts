import { describe, expect, it } from '@jest/globals';

import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';
import { pushEndpoint, requestUriIn } from './pushed-request.js';

const PAR = 'https://acme.criipto.id/oauth2/par';
const PLAIN: ProviderMetadata = {
  issuer: 'https://acme.criipto.id',
  authorization_endpoint: 'https://acme.criipto.id/oauth2/authorize',
  token_endpoint: 'https://acme.criipto.id/oauth2/token',
  jwks_uri: 'https://acme.criipto.id/.well-known/jwks',
};
const REDIRECT_URI = 'https://app.example.com/auth/callback';
const OFFERED = { ...PLAIN, pushed_authorization_request_endpoint: PAR };
const DEMANDED = { ...OFFERED, require_pushed_authorization_requests: true };

describe('pushEndpoint', () => {
  it.each([
    ['auto', PLAIN, undefined],
    ['never', PLAIN, undefined],
    ['auto', OFFERED, PAR],
    ['require', OFFERED, PAR],
    ['never', OFFERED, undefined],
    ['never', DEMANDED, PAR],
  ] as const)('with "%s", for %j, is %s', (pushed, metadata, endpoint) => {
    expect(pushEndpoint(metadata, pushed)).toBe(endpoint);
  });

  it.each([
    [
      'the options want it and the provider has none',
      'require',
      PLAIN,
      '`login.pushed` is "require", but the provider offers no pushed authorization requests',
    ],
    [
      'the provider wants it and names none',
      'never',
      { ...PLAIN, require_pushed_authorization_requests: true },
      'The provider demands pushed authorization requests, but names no endpoint for them',
    ],
  ] as const)('is refused when %s', (_, pushed, metadata, message) => {
    expect(() => pushEndpoint(metadata, pushed)).toThrow(
      expect.objectContaining({ code: 'discovery_invalid', message }),
    );
  });
});

describe('requestUriIn', () => {
  const answered = (body: object, status = 201) =>
    requestUriIn({ status, body: { ...body }, traceId: 'trace-1' }, REDIRECT_URI);

  it.each(['urn:ietf:params:oauth:request_uri:abc', 'urn:a', 'https://acme.criipto.id/r/1'])(
    'is %s',
    (requestUri) => {
      expect(answered({ request_uri: requestUri, expires_in: 60 })).toBe(requestUri);
    },
  );

  it.each([
    undefined,
    null,
    '',
    42,
    ['urn:a'],
    'http://acme.criipto.id/r/1',
    'urn:a b',
    'urn:a\r\nb',
    'urn:ø',
    `urn:${'x'.repeat(1021)}`,
  ])('is not %j', (requestUri) => {
    expect(() => answered({ request_uri: requestUri })).toThrow(
      expect.objectContaining({ code: 'provider_response_invalid', traceId: 'trace-1' }),
    );
  });

  it.each([
    [200, {}, 'provider_response_invalid'],
    [400, { error: 'invalid_request' }, 'provider_error'],
    [413, {}, 'provider_response_invalid'],
    [429, {}, 'provider_temporarily_unavailable'],
  ])('is no answer of status %d with %j', (status, body, code) => {
    const refused = () => answered({ request_uri: 'urn:a', ...body }, status);
    expect(refused).toThrow(CriiptoAuthError);
    expect(refused).toThrow(expect.objectContaining({ code, traceId: 'trace-1' }));
  });

  it.each([
    { error: 'invalid_redirect_uri' },
    { error: 'invalid_request', error_description: 'Invalid parameter: redirect_uri' },
    { error: 'invalid_request', error_description: 'The redirect URI is not registered' },
  ])('is not there where our redirect URI is not registered: %j', (body) => {
    expect(() => answered(body, 400)).toThrow(
      expect.objectContaining({
        code: 'provider_error',
        message: expect.stringContaining(
          `Add ${REDIRECT_URI} to "Callback URLs" of the application in the Criipto dashboard`,
        ),
      }),
    );
  });

  it.each([
    { error: 'invalid_request', error_description: 'Unknown scope' },
    { error: 'invalid_scope', error_description: 'redirect_uri' },
    { error: 'invalid_request' },
  ])('is not there for other reasons: %j', (body) => {
    expect(() => answered(body, 400)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('Callback URLs') }),
    );
  });
});
