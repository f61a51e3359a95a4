import { inspect } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { codeFrom } from '../../../test/support/code-of.js';
import { CLIENT_ID } from '../../../test/support/resolved-options.js';
import type { Answer, StubProvider } from '../../../test/support/stub-provider.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { asCriiptoAuthError, oauthError } from './oidc-error.js';

let application: Application;
let provider: StubProvider;

beforeEach(async () => {
  application = await startApplication({ login: { pushed: 'never' } });
  provider = application.provider;
});

afterEach(stopApplications);

/** Exchanges the code of a login whose provider is honest but for what a test altered. */
async function exchange(): Promise<unknown> {
  const redirectUri = 'https://app.example.com/auth/callback';
  const url = await application.client.authorizationUrl({
    ...application.options.login,
    redirectUri,
    state: 'the state',
    nonce: 'the nonce',
    codeVerifier: 'the verifier, which is long enough to be one',
  });
  return application.client.exchangeCode({
    code: provider.login(url).get('code') ?? '',
    redirectUri,
    nonce: 'the nonce',
    codeVerifier: 'the verifier, which is long enough to be one',
  });
}

const codeOfAnswer = (answer: Answer): Promise<unknown> => {
  provider.answer('token', answer);
  return codeFrom(exchange());
};

const codeOfTokens = (members: object): Promise<unknown> => {
  provider.alter('token', members);
  return codeFrom(exchange());
};

const codeOfIdToken = (claims: object, header: object = {}): Promise<unknown> => {
  provider.idToken(claims, header);
  return codeFrom(exchange());
};

const html = { 'Content-Type': 'text/html' };

describe('a provider that does not accept our proof is understood when it answers', () => {
  it.each<[string, Answer]>([
    ['401 and JSON', { status: 401, body: { error: 'invalid_client' } }],
    [
      '401, JSON and a challenge',
      {
        status: 401,
        headers: { 'WWW-Authenticate': 'Basic realm="token"' },
        body: { error: 'invalid_client' },
      },
    ],
    ['400 and JSON', { status: 400, body: { error: 'invalid_client' } }],
    [
      '400 and JSON labelled as a page',
      {
        status: 400,
        headers: html,
        body: '{"error":"invalid_client"}',
      },
    ],
    ['that the client may not do this', { status: 400, body: { error: 'unauthorized_client' } }],
    ['403 and nothing', { status: 403 }],
    ['401 and nothing', { status: 401 }],
    ['403 and a page', { status: 403, headers: html, body: '<h1>Forbidden</h1>' }],
  ])('%s', async (_, answer) => {
    expect(await codeOfAnswer(answer)).toBe('client_authentication_failed');
  });
});

describe('a refusal of the provider', () => {
  it.each<[string, Answer, string]>([
    ['of the code', { status: 400, body: { error: 'invalid_grant' } }, 'code_rejected'],
    [
      'of the code, with a challenge',
      {
        status: 400,
        headers: { 'WWW-Authenticate': 'Bearer error="invalid_grant"' },
        body: { error: 'invalid_grant' },
      },
      'code_rejected',
    ],
    ['as server_error', { status: 400, body: { error: 'server_error' } }, 'provider_error'],
    ['of another kind', { status: 400, body: { error: 'invalid_request' } }, 'provider_error'],
    [
      'for now',
      { status: 400, body: { error: 'temporarily_unavailable' } },
      'provider_temporarily_unavailable',
    ],
    ['by 500', { status: 500, body: 'oops' }, 'provider_temporarily_unavailable'],
    [
      'by 503 and JSON',
      { status: 503, body: { error: 'server_error' } },
      'provider_temporarily_unavailable',
    ],
    ['by 429', { status: 429 }, 'provider_temporarily_unavailable'],
    [
      'by 429 and JSON',
      { status: 429, body: { error: 'slow_down' } },
      'provider_temporarily_unavailable',
    ],
    ['by 404', { status: 404, headers: html, body: 'Not found' }, 'provider_response_invalid'],
    ['by 400 and nothing', { status: 400 }, 'provider_response_invalid'],
    ['by a redirect', { status: 302, headers: { Location: '/jwks' } }, 'provider_response_invalid'],
  ])('%s has its code', async (_, answer, code) => {
    expect(await codeOfAnswer(answer)).toBe(code);
  });

  it('is not tried again', async () => {
    await codeOfAnswer({ status: 503 });
    expect(provider.sent('token')).toHaveLength(1);
  });
});

describe('an answer of the token endpoint is invalid when it', () => {
  it.each<[string, Answer]>([
    ['is empty', { body: '' }],
    ['is a page', { headers: html, body: '<!doctype html>' }],
    ['is no JSON', { body: '{"access_token"' }],
    ['is a list', { body: '[]' }],
    ['is null', { body: 'null' }],
    ['has the status 201', { status: 201, body: {} }],
    ['has the status 201 and names an error', { status: 201, body: { error: 'invalid_grant' } }],
    ['has the status 204', { status: 204 }],
    ['has the status 205', { status: 205 }],
    ['has a status that does not exist', { status: 799 }],
    ['is larger than http.maxBody', { body: { filler: 'x'.repeat(300 * 1024) } }],
  ])('%s', async (_, answer) => {
    expect(await codeOfAnswer(answer)).toBe('provider_response_invalid');
  });

  it.each<[string, object]>([
    ['has no access token', { access_token: undefined }],
    ['has an access token that is null', { access_token: null }],
    ['has an access token that is a number', { access_token: 1 }],
    ['has an access token that is empty', { access_token: '' }],
    ['has an access token that would end a header', { access_token: 'a\r\nCookie: b' }],
    ['has an access token that is not ASCII', { access_token: 'å' }],
    ['has no token type', { token_type: undefined }],
    ['has a token type that nobody knows', { token_type: 'mac' }],
    ['has a token type that nobody asked for', { token_type: 'DPoP' }],
    ['has a token type that is a list', { token_type: ['Bearer'] }],
    ['expires at no number', { expires_in: 'soon' }],
    ['expires before it was made', { expires_in: -1 }],
    ['expires never, as a number beyond all numbers', { expires_in: '1e999' }],
  ])('%s', async (_, members) => {
    expect(await codeOfTokens(members)).toBe('provider_response_invalid');
  });

  it.each<[string, object]>([
    ['has an access token that no header can carry', { access_token: 'a\r\nCookie: b' }],
    ['is of a type that nobody asked for', { token_type: 'DPoP' }],
  ])('%s, and says so', async (what, members) => {
    provider.alter('token', members);
    await expect(exchange()).rejects.toThrow(`The token response ${what}`);
  });

  it('is labelled as a page, whatever it holds', async () => {
    provider.answer('token', (honest) => ({ ...honest, headers: html }));
    expect(await codeFrom(exchange())).toBe('provider_response_invalid');
  });

  it.each<[string, object]>([
    ['its type in other letters', { token_type: 'bEARER' }],
    ['no lifetime', { expires_in: undefined }],
    ['its lifetime as a text, as Criipto does', { expires_in: '120' }],
    ['another scope', { scope: 'openid and more' }],
    ['members that nobody knows', { example: {} }],
  ])('but not for %s', async (_, members) => {
    provider.alter('token', members);
    expect(await exchange()).toMatchObject({ claims: { sub: 'user-1' } });
  });
});

describe('an ID token is', () => {
  it.each<[string, unknown, string]>([
    ['missing', undefined, 'id_token_missing'],
    ['null', null, 'id_token_missing'],
    ['a number', 1, 'id_token_missing'],
    ['empty', '', 'id_token_missing'],
    ['no token', 'token', 'id_token_malformed'],
    ['two segments', 'e30.e30', 'id_token_malformed'],
    ['encrypted, when that was not agreed', 'e30.e30.e30.e30.e30', 'id_token_malformed'],
    ['signed by nothing that is known', 'W10.e30.c2ln', 'id_token_malformed'],
    [
      'one that says no object, but is not signed',
      `${base64url({ alg: 'RS256' })}.W10.c2ln`,
      'id_token_signature_invalid',
    ],
  ])('%s', async (_, idToken, code) => {
    expect(await codeOfTokens({ id_token: idToken })).toBe(code);
  });

  it.each<[string, object, object, string]>([
    ['of another issuer', { iss: 'https://evil.example' }, {}, 'id_token_issuer_mismatch'],
    ['for another client', { aud: 'another-client' }, {}, 'id_token_audience_mismatch'],
    [
      'for a stranger too',
      { aud: [CLIENT_ID, 'b'], azp: CLIENT_ID },
      {},
      'id_token_audience_mismatch',
    ],
    ['issued to another client', { azp: 'another-client' }, {}, 'id_token_azp_mismatch'],
    ['of another login', { nonce: 'another' }, {}, 'id_token_nonce_mismatch'],
    ['expired', { exp: 1 }, {}, 'id_token_expired'],
    ['from the future', { iat: 9e9 }, {}, 'id_token_not_yet_valid'],
    ['not valid before the future', { nbf: 9e9 }, {}, 'id_token_not_yet_valid'],
    ['without a subject', { sub: undefined }, {}, 'id_token_claim_invalid'],
    ['without a time', { iat: undefined }, {}, 'id_token_claim_invalid'],
    ['with times as texts', { exp: '1768478400' }, {}, 'id_token_claim_invalid'],
    ['with a hash of another access token', { at_hash: 'a' }, {}, 'id_token_at_hash_mismatch'],
    ['of another type', {}, { typ: 'at+jwt' }, 'id_token_type_unexpected'],
    ['by a key that is unknown', {}, { kid: 'unknown' }, 'id_token_key_unknown'],
  ])('%s', async (_, claims, header, code) => {
    expect(await codeOfIdToken(claims, header)).toBe(code);
  });

  it.each(['none', 'HS256', 'ES256'])('signed with %s', async (alg) => {
    const idToken = `${base64url({ alg })}.${base64url({})}.c2ln`;
    expect(await codeOfTokens({ id_token: idToken })).toBe('id_token_algorithm_unexpected');
  });

  it('one with an extension that must be understood', async () => {
    const idToken = `${base64url({ alg: 'RS256', crit: ['exp'] })}.${base64url({})}.c2ln`;
    expect(await codeOfTokens({ id_token: idToken })).toBe('id_token_malformed');
  });
});

describe('a provider that', () => {
  it('hangs up is unreachable', async () => {
    provider.answer('token', () => undefined);
    expect(await codeFrom(exchange())).toBe('provider_unreachable');
  });

  it('moved its endpoint to where nobody listens is unreachable', async () => {
    provider.alter('discovery', { token_endpoint: 'http://127.0.0.1:1/token' });
    expect(await codeFrom(exchange())).toBe('provider_unreachable');
  });
});

describe('oauthError', () => {
  it('repeats the name of an error', () => {
    expect(oauthError('invalid_scope').message).toBe('The provider answered invalid_scope');
    expect(oauthError('invalid_scope', 400).message).toBe(
      'The provider answered invalid_scope (HTTP 400)',
    );
  });

  it.each(['<script>', '0101904321', 'a\r\nb', '\u001b[31m', 'x'.repeat(65), ''])(
    'does not repeat %p',
    (name) => {
      expect(oauthError(name).message).toBe('The provider answered an error without a proper name');
    },
  );

  it.each(['constructor', '__proto__', 'toString'])('knows no error named %s', (name) => {
    expect(oauthError(name).code).toBe('provider_error');
  });
});

describe('asCriiptoAuthError', () => {
  it('leaves an error of ours as it is', () => {
    const error = new CriiptoAuthError('provider_timeout', 'late');
    expect(asCriiptoAuthError(error)).toBe(error);
  });

  it.each([null, undefined, 'text', 1, {}, new Error('with the code abc123')])(
    'makes one of %p',
    (thrown) => {
      expect(asCriiptoAuthError(thrown).code).toBe('provider_response_invalid');
    },
  );

  it('keeps nothing of what the provider sent', async () => {
    provider.answer('token', {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Used before', access_token: 'canary' },
    });
    const error = await exchange().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CriiptoAuthError);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('canary');
    expect(error).toMatchObject({ description: 'Used before' });
  });
});

function base64url(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
