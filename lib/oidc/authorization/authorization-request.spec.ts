import { describe, expect, it } from '@jest/globals';

import { sha256 } from '../../crypto/sha256.js';
import { type AuthorizationRequest, authorizationParameters } from './authorization-request.js';

const request: AuthorizationRequest = {
  redirectUri: 'https://app.example.com/auth/callback',
  scope: 'openid',
  state: 'the state',
  nonce: 'the nonce',
  codeVerifier: 'the verifier',
  responseMode: 'query',
  acrValues: [],
  uiLocales: undefined,
  prompt: undefined,
  loginHint: undefined,
  extraParams: {},
};

describe('authorizationParameters', () => {
  it('asks for a code with PKCE, state and nonce, and for nothing that was not asked for', () => {
    expect(authorizationParameters(request)).toStrictEqual({
      response_type: 'code',
      redirect_uri: 'https://app.example.com/auth/callback',
      scope: 'openid',
      state: 'the state',
      nonce: 'the nonce',
      code_challenge: sha256('the verifier'),
      code_challenge_method: 'S256',
    });
  });

  it('keeps the verifier to itself', () => {
    expect(Object.values(authorizationParameters(request))).not.toContain('the verifier');
  });

  it('asks for everything that a login can ask for', () => {
    expect(
      authorizationParameters({
        ...request,
        responseMode: 'form_post',
        acrValues: ['urn:grn:authn:dk:mitid:high', 'urn:grn:authn:se:bankid'],
        uiLocales: 'da',
        prompt: 'login',
        loginHint: 'message:aGVsbG8=',
        maxAge: 0,
        extraParams: { resource: 'https://api.example.com' },
      }),
    ).toMatchObject({
      response_mode: 'form_post',
      acr_values: 'urn:grn:authn:dk:mitid:high urn:grn:authn:se:bankid',
      ui_locales: 'da',
      prompt: 'login',
      login_hint: 'message:aGVsbG8=',
      max_age: '0',
      resource: 'https://api.example.com',
    });
  });

  it.each([
    'client_id',
    'state',
    'nonce',
    'redirect_uri',
    'scope',
    'response_type',
    'response_mode',
    'code_challenge',
    'acr_values',
    'prompt',
    'max_age',
  ])('lets no further parameter stand for %s', (name) => {
    const parameters = authorizationParameters({ ...request, extraParams: { [name]: 'mine' } });
    expect(parameters[name]).toBe(authorizationParameters(request)[name]);
  });
});

describe('codeChallenge', () => {
  it('is that of RFC 7636 appendix B', () => {
    const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    expect(authorizationParameters({ ...request, codeVerifier })['code_challenge']).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });
});
