import { afterEach, describe, expect, it } from '@jest/globals';
import { CompactEncrypt, decodeJwt, decodeProtectedHeader } from 'jose';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import { codeFrom } from '../../test/support/code-of.js';
import { keyPair, privateJwk } from '../../test/support/private-keys.js';
import { providerKey } from '../../test/support/provider-key.js';
import { CLIENT_ID } from '../../test/support/resolved-options.js';
import type { Answer, ReceivedRequest } from '../../test/support/stub-provider.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { Signer } from '../keys/signer.js';
import type { LoginOptions } from '../options/sections/login-options.js';
import type { AuthorizationRequest } from './authorization/authorization-request.js';
import type { ExchangedCode } from './criipto-client.service.js';
import { cibaGrant } from './token/backchannel-authentication.js';

const REDIRECT_URI = 'https://app.example.com/auth/callback';
const VERIFIER = 'the verifier, which is long enough to be one';

afterEach(stopApplications);

const request = (
  { options }: Application,
  members: Partial<AuthorizationRequest> = {},
): AuthorizationRequest => ({
  ...options.login,
  redirectUri: REDIRECT_URI,
  state: 'the state',
  nonce: 'the nonce',
  codeVerifier: VERIFIER,
  ...members,
});

const authorizationUrl = async (
  application: Application,
  members: Partial<AuthorizationRequest> = {},
): Promise<URL> =>
  new URL(await application.client.authorizationUrl(request(application, members)));

/** Exchanges the code of a login at the provider. */
async function exchange(application: Application): Promise<ExchangedCode> {
  const url = await authorizationUrl(application);
  return application.client.exchangeCode({
    code: application.provider.login(url.href).get('code') ?? '',
    redirectUri: REDIRECT_URI,
    nonce: 'the nonce',
    codeVerifier: VERIFIER,
  });
}

const aSigner: Signer = {
  kid: 'hsm-1',
  alg: 'RS256',
  publicJwk: { kty: 'RSA', kid: 'hsm-1', use: 'sig', alg: 'RS256' },
  sign: () => Promise.resolve(new Uint8Array(256)),
};

const assertionIn = (request: ReceivedRequest | undefined): string =>
  request?.form.get('client_assertion') ?? '';

describe('CriiptoClient', () => {
  it('asks the provider for nothing before it is needed', async () => {
    const { provider } = await startApplication();
    expect(provider.requests).toEqual([]);
  });

  it('asks for discovery and keys once for many logins', async () => {
    const application = await startApplication();
    for (let login = 0; login < 3; login += 1) await exchange(application);
    expect(application.provider.sent('discovery')).toHaveLength(1);
    expect(application.provider.sent('jwks')).toHaveLength(1);
  });

  it('asks at no address that the provider did not name', async () => {
    const application = await startApplication();
    await exchange(application);
    expect(application.provider.sent('unknown')).toEqual([]);
  });
});

describe('CriiptoClient#authorizationUrl, when the provider takes no pushed requests,', () => {
  const withoutPar = async (login: LoginOptions = {}): Promise<Application> => {
    const application = await startApplication({ login });
    application.provider.alter('discovery', { pushed_authorization_request_endpoint: undefined });
    return application;
  };

  it('is the authorization endpoint with all that is asked for', async () => {
    const application = await withoutPar();
    const url = await authorizationUrl(application);
    expect(url.href).toContain(`${application.provider.issuer}/authorize?`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: CLIENT_ID,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      state: 'the state',
      nonce: 'the nonce',
      code_challenge_method: 'S256',
    });
  });

  it('keeps the parameters that the endpoint has already', async () => {
    const application = await withoutPar();
    const endpoint = `${application.provider.issuer}/authorize?tenant=a`;
    application.provider.alter('discovery', {
      pushed_authorization_request_endpoint: undefined,
      authorization_endpoint: endpoint,
    });
    const { searchParams } = await authorizationUrl(application);
    expect(searchParams.get('tenant')).toBe('a');
  });

  it('holds no proof of ours', async () => {
    const { searchParams } = await authorizationUrl(await withoutPar());
    expect([...searchParams.keys()]).not.toContain('client_assertion');
  });

  it('uses PKCE although the provider does not say that it knows it', async () => {
    const application = await startApplication({ login: { pushed: 'never' } });
    application.provider.alter('discovery', { code_challenge_methods_supported: undefined });
    const { searchParams } = await authorizationUrl(application);
    expect(searchParams.get('code_challenge_method')).toBe('S256');
  });

  it('is refused when pushed requests are a must', async () => {
    const application = await withoutPar({ pushed: 'require' });
    expect(await codeFrom(authorizationUrl(application))).toBe('discovery_invalid');
  });
});

describe('CriiptoClient#authorizationUrl pushes the request', () => {
  it('when the provider takes it: nothing of it is in the URL', async () => {
    const application = await startApplication();
    const { searchParams } = await authorizationUrl(application);
    expect([...searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
    expect(application.provider.sent('par')[0]?.form.get('state')).toBe('the state');
  });

  it('with a proof of its own', async () => {
    const application = await startApplication();
    await exchange(application);
    const [pushed] = application.provider.sent('par');
    const [exchanged] = application.provider.sent('token');
    const ids = [pushed, exchanged].map((sent) => decodeJwt(assertionIn(sent)).jti);
    expect(new Set(ids).size).toBe(2);
  });

  it('with a proof for the issuer alone', async () => {
    const application = await startApplication();
    await authorizationUrl(application);
    const { aud } = decodeJwt(assertionIn(application.provider.sent('par')[0]));
    expect(aud).toBe(application.provider.issuer);
  });

  it('when the provider demands it, whatever the options say', async () => {
    const application = await startApplication({ login: { pushed: 'never' } });
    application.provider.alter('discovery', { require_pushed_authorization_requests: true });
    await authorizationUrl(application);
    expect(application.provider.sent('par')).toHaveLength(1);
  });

  it('when the options say that it is a must', async () => {
    const application = await startApplication({ login: { pushed: 'require' } });
    await authorizationUrl(application);
    expect(application.provider.sent('par')).toHaveLength(1);
  });

  it('but not when the options say never', async () => {
    const application = await startApplication({ login: { pushed: 'never' } });
    const { searchParams } = await authorizationUrl(application);
    expect(searchParams.get('state')).toBe('the state');
    expect(application.provider.sent('par')).toEqual([]);
  });

  it('exactly once, also when it fails', async () => {
    const application = await startApplication();
    application.provider.answer('par', { status: 503 });
    expect(await codeFrom(authorizationUrl(application))).toBe('provider_temporarily_unavailable');
    expect(application.provider.sent('par')).toHaveLength(1);
  });

  it.each<[string, Answer, string]>([
    [
      'refuses us',
      { status: 401, body: { error: 'invalid_client' } },
      'client_authentication_failed',
    ],
    ['refuses us by a bare 403', { status: 403 }, 'client_authentication_failed'],
    ['refuses the request', { status: 400, body: { error: 'invalid_request' } }, 'provider_error'],
    [
      'answers 200',
      { status: 200, body: { request_uri: 'urn:a', expires_in: 60 } },
      'provider_response_invalid',
    ],
    ['gives no reference', { status: 201, body: { expires_in: 60 } }, 'provider_response_invalid'],
    ['answers with a page', { status: 201, body: '<p>' }, 'provider_response_invalid'],
    ['takes no such length', { status: 413 }, 'provider_response_invalid'],
  ])('and says so when the provider %s', async (_, answer, code) => {
    const application = await startApplication();
    application.provider.answer('par', answer);
    expect(await codeFrom(authorizationUrl(application))).toBe(code);
  });
});

describe('CriiptoClient#exchangeCode', () => {
  it('gives the claims of the ID token and the access token', async () => {
    const application = await startApplication();
    const { claims, accessToken } = await exchange(application);
    expect(claims).toMatchObject({ iss: application.provider.issuer, sub: 'user-1' });
    expect(accessToken).toMatch(/^[\w-]{32}$/);
  });

  it('sends exactly one token request', async () => {
    const application = await startApplication();
    await exchange(application);
    expect(application.provider.sent('token')).toHaveLength(1);
  });

  it.each<[string, Answer | (() => undefined)]>([
    ['refuses', { status: 400, body: { error: 'invalid_grant' } }],
    ['is down', { status: 503 }],
    ['hangs up', () => undefined],
    ['challenges', { status: 401, headers: { 'WWW-Authenticate': 'DPoP error="use_dpop_nonce"' } }],
    [
      'asks for a nonce',
      {
        status: 400,
        headers: { 'DPoP-Nonce': 'a' },
        body: { error: 'use_dpop_nonce' },
      },
    ],
    ['sends us elsewhere', { status: 307, headers: { Location: '/token' } }],
  ])('sends exactly one token request to a provider that %s', async (_, answer) => {
    const application = await startApplication();
    application.provider.answer('token', answer);
    await codeFrom(exchange(application));
    expect(application.provider.sent('token')).toHaveLength(1);
  });

  it('sends code, verifier and redirect URI, and proves who we are by nothing but the assertion', async () => {
    const application = await startApplication();
    await exchange(application);
    const [sent] = application.provider.sent('token');
    expect([...(sent?.form.keys() ?? [])].toSorted()).toEqual([
      'client_assertion',
      'client_assertion_type',
      'client_id',
      'code',
      'code_verifier',
      'grant_type',
      'redirect_uri',
    ]);
    expect(Object.fromEntries(sent?.form ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      client_id: CLIENT_ID,
      code_verifier: VERIFIER,
      redirect_uri: REDIRECT_URI,
    });
    expect(sent?.headers.authorization).toBeUndefined();
  });

  it('sends a code of any characters as it came', async () => {
    const application = await startApplication();
    const code = 'a+b/c=d e%26&f"ø';
    await codeFrom(
      application.client.exchangeCode({
        code,
        redirectUri: REDIRECT_URI,
        nonce: 'the nonce',
        codeVerifier: VERIFIER,
      }),
    );
    expect(application.provider.sent('token')[0]?.form.get('code')).toBe(code);
  });

  it('names the configured issuer as audience, wherever the provider says that its endpoints are', async () => {
    const application = await startApplication();
    const { provider } = application;
    const other = await startApplication();
    provider.alter('discovery', { token_endpoint: `${other.provider.issuer}/token` });
    await codeFrom(exchange(application));
    const [sent] = other.provider.sent('token');
    expect(decodeJwt(assertionIn(sent)).aud).toBe(provider.issuer);
  });

  it('names the endpoint as audience only where that was chosen', async () => {
    const application = await startApplication({ assertion: { audience: 'endpoint' } });
    const { issuer } = application.provider;
    await codeFrom(exchange(application));
    const [pushed] = application.provider.sent('par');
    expect(decodeJwt(assertionIn(pushed)).aud).toBe(`${issuer}/par`);
  });

  it('names its key, and no other in the header', async () => {
    const application = await startApplication();
    await exchange(application);
    const header = decodeProtectedHeader(assertionIn(application.provider.sent('token')[0]));
    const { kid } = await application.keys.signer();
    expect(header).toEqual({ alg: 'RS256', kid, typ: 'client-authentication+jwt' });
  });

  it('follows a provider that moves its endpoint', async () => {
    const application = await startApplication();
    await exchange(application);
    const { issuer } = application.provider;
    application.provider.alter('discovery', { token_endpoint: `${issuer}/token?moved=yes` });
    application.clock.advance(3600);
    await exchange(application);
    expect(application.provider.sent('token').at(-1)?.url.search).toBe('?moved=yes');
  });

  it('works with an issuer that ends in a slash', async () => {
    const first = await startApplication();
    const issuer = `${first.provider.issuer}/`;
    const application = await startApplication({ issuer });
    first.provider.alter('discovery', { issuer, pushed_authorization_request_endpoint: undefined });
    await application.client.authorizationUrl(request(application));
    await codeFrom(
      application.client.exchangeCode({
        code: 'any',
        redirectUri: REDIRECT_URI,
        nonce: 'the nonce',
        codeVerifier: VERIFIER,
      }),
    );
    expect(decodeJwt(assertionIn(first.provider.sent('token')[0])).aud).toBe(issuer);
  });

  it('accepts a token signed by a key that was made after the last fetch of the keys', async () => {
    const application = await startApplication();
    await exchange(application);
    application.provider.keys = [providerKey('RS256', 2)];
    expect(await exchange(application)).toMatchObject({ claims: { sub: 'user-1' } });
    expect(application.provider.sent('jwks')).toHaveLength(2);
  });
});

describe('CriiptoClient, when its key fails,', () => {
  it.each<[string, () => Promise<Signer>, string]>([
    ['there is none', () => Promise.reject(new Error('no key')), 'key_unavailable'],
    [
      'it does not sign',
      () => Promise.resolve({ ...aSigner, sign: () => Promise.reject(new Error('KMS')) }),
      'signer_failed',
    ],
  ])('sends no request: %s', async (_, signer, code) => {
    const application = await startApplication({ login: { pushed: 'never' } });
    application.keys.signer = signer;
    expect(await codeFrom(exchange(application))).toBe(code);
    expect(application.provider.sent('token')).toEqual([]);
  });
});

describe('CriiptoClient explains why our proof was not accepted', () => {
  const explained = async (
    answer: Answer,
    change: (application: Application) => void = () => undefined,
  ): Promise<{ readonly message: string; readonly application: Application }> => {
    const application = await startApplication();
    application.provider.answer('token', answer);
    change(application);
    const error = await exchange(application).catch((thrown: unknown) => thrown);
    if (!(error instanceof CriiptoAuthError)) throw new Error('not refused');
    return { message: error.message, application };
  };
  const refusal = { status: 401, body: { error: 'invalid_client', error_description: 'canary' } };

  it('by key, algorithm, audience and client', async () => {
    const { message, application } = await explained(refusal);
    const { kid } = await application.keys.signer();
    expect(message).toContain(`kid=${kid}`);
    expect(message).toContain('alg=RS256');
    expect(message).toContain(`aud=${application.provider.issuer}`);
    expect(message).toContain(`client=${CLIENT_ID}`);
  });

  it('by what the provider called it', async () => {
    expect((await explained(refusal)).message).toContain('invalid_client (HTTP 401)');
  });

  it('by the clocks, when they differ', async () => {
    const headers = { Date: 'Thu, 15 Jan 2026 12:05:00 GMT' };
    expect((await explained({ ...refusal, headers })).message).toContain(
      "the provider's clock is 300 s ahead of ours",
    );
  });

  it('by the clocks, when they agree', async () => {
    expect((await explained(refusal)).message).toContain('clocks agree');
  });

  it('by where the key is to be found', async () => {
    expect((await explained(refusal)).message).toContain('the key is in our own JWKS');
  });

  it('by a key that is nowhere to be found', async () => {
    const { message } = await explained(refusal, ({ keys }) => {
      keys.publicKeys = () => Promise.resolve([]);
    });
    expect(message).toContain('the key is NOT in our own JWKS');
  });

  it('and never by the assertion, or by what the provider wrote', async () => {
    const { message, application } = await explained(refusal);
    expect(message).not.toContain(assertionIn(application.provider.sent('token')[0]));
    expect(message).not.toContain('canary');
  });
});

describe('CriiptoClient#userInfo', () => {
  const userInfo = async (application: Application): Promise<unknown> => {
    const { accessToken, claims } = await exchange(application);
    return application.client.userInfo(accessToken, claims.sub);
  };

  it('gives the claims, for the access token in the header alone', async () => {
    const application = await startApplication();
    expect(await userInfo(application)).toEqual({
      sub: 'user-1',
      name: 'Demo T. User',
      cprNumberIdentifier: '0101904321',
    });
    const [sent] = application.provider.sent('userinfo');
    expect(sent?.headers.authorization).toMatch(/^Bearer [\w-]{32}$/);
    expect(sent?.url.search).toBe('');
  });

  it.each(['user-1invalid', 'user-2', 'USER-1'])('refuses the claims of %s', async (sub) => {
    const application = await startApplication();
    application.provider.alter('userinfo', { sub });
    expect(await codeFrom(userInfo(application))).toBe('userinfo_subject_mismatch');
  });

  it.each<[string, Answer]>([
    ['claims of nobody', { body: { name: 'Demo' } }],
    ['claims of a list of people', { body: { sub: ['user-1'] } }],
    ['claims of null', { body: { sub: null } }],
    ['a list', { body: [{ sub: 'user-1' }] }],
    ['a page', { headers: { 'Content-Type': 'text/html' }, body: '<p>' }],
    ['nothing', { body: '' }],
    [
      'a token, which was not agreed',
      {
        headers: { 'Content-Type': 'application/jwt' },
        body: 'e30.e30.c2ln',
      },
    ],
    [
      'an unsigned token',
      {
        headers: { 'Content-Type': 'application/jwt' },
        body: `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`,
      },
    ],
    ['an encrypted token', { headers: { 'Content-Type': 'application/jwt' }, body: 'a.a.a.a.a' }],
    [
      'that the access token is no good',
      {
        status: 401,
        headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
      },
    ],
    ['401 and nothing', { status: 401 }],
    ['403 and JSON', { status: 403, body: { error: 'insufficient_scope' } }],
    ['404', { status: 404 }],
    ['a redirect', { status: 302, headers: { Location: '/jwks' } }],
    ['more than http.maxBody', { body: { sub: 'user-1', filler: 'x'.repeat(300 * 1024) } }],
  ])('refuses %s', async (_, answer) => {
    const application = await startApplication();
    application.provider.answer('userinfo', answer);
    expect(await codeFrom(userInfo(application))).toBe('userinfo_invalid');
  });

  it.each<[string, Answer | (() => undefined), string]>([
    ['is down', { status: 503 }, 'provider_temporarily_unavailable'],
    ['has enough of us', { status: 429 }, 'provider_temporarily_unavailable'],
    ['hangs up', () => undefined, 'provider_unreachable'],
  ])('says so when the provider %s', async (_, answer, code) => {
    const application = await startApplication();
    application.provider.answer('userinfo', answer);
    expect(await codeFrom(userInfo(application))).toBe(code);
  });

  it('says so when the provider has no such endpoint', async () => {
    const application = await startApplication();
    application.provider.alter('discovery', { userinfo_endpoint: undefined });
    await expect(userInfo(application)).rejects.toMatchObject({
      code: 'userinfo_invalid',
      message: 'The provider has no userinfo endpoint: set `userInfo: false`',
    });
  });

  it('fetches nothing that the claims point to', async () => {
    const application = await startApplication();
    const { issuer } = application.provider;
    application.provider.alter('userinfo', {
      _claim_names: { address: 'elsewhere' },
      _claim_sources: { elsewhere: { endpoint: `${issuer}/claims`, access_token: 'a' } },
    });
    await userInfo(application);
    expect(application.provider.sent('unknown')).toEqual([]);
  });
});

describe('CriiptoClient, when ID tokens are encrypted,', () => {
  const encrypting = async (): Promise<Application> => {
    const ours = [privateJwk('rsa'), privateJwk('rsa', { use: 'enc', kid: 'enc-1' }, 1)];
    const application = await startApplication({
      keys: { jwks: JSON.stringify({ keys: ours }) },
      idToken: { decryption: 'required' },
    });
    application.provider.forge((token) =>
      new CompactEncrypt(Buffer.from(token))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'enc-1' })
        .encrypt(keyPair('rsa', 1).publicKey),
    );
    return application;
  };

  it('opens one that came for a code', async () => {
    expect(await exchange(await encrypting())).toMatchObject({ claims: { sub: 'user-1' } });
  });

  it('opens one that was polled for', async () => {
    const { client } = await encrypting();
    const { requestId } = await client.authenticateByBackchannel({
      scope: 'openid',
      acrValues: ['urn:grn:authn:se:bankid'],
      loginHint: 'sub:ssn:199001019999',
    });
    expect(await client.poll(cibaGrant(requestId))).toMatchObject({ status: 'granted' });
  });

  it("refuses one with the provider's own id of the request", async () => {
    const application = await encrypting();
    application.provider.forge((token) => token);
    application.provider.answer('token', (honest) => ({
      ...honest,
      headers: { ...honest.headers, 'Trace-Id': 'trace-1' },
    }));
    await expect(exchange(application)).rejects.toMatchObject({
      code: 'id_token_not_encrypted',
      traceId: 'trace-1',
    });
  });
});

describe('CriiptoClient#poll', () => {
  const poll = async (answer: Answer): Promise<unknown> => {
    const { client, provider } = await startApplication();
    const { requestId } = await client.authenticateByBackchannel({
      scope: 'openid',
      acrValues: [],
      loginHint: 'sub:ssn:199001019999',
    });
    provider.answer('token', answer);
    return client.poll(cibaGrant(requestId));
  };

  it('says that the user is still waited for, and no more', async () => {
    const body = { error: 'slow_down' };
    expect(await poll({ status: 400, body })).toEqual({ status: 'pending', slowDown: true, body });
  });

  it('refuses what the user refused', async () => {
    const refusal = { status: 400, body: { error: 'access_denied' } };
    expect(await codeFrom(poll(refusal))).toBe('login_cancelled');
  });
});

describe('CriiptoClient#logoutUrl', () => {
  const back = { postLogoutRedirectUri: 'https://app.example.com/auth/logged-out', state: 's' };

  it('is the end-session endpoint, with our client, state and the way back', async () => {
    const { client, provider } = await startApplication();
    const url = new URL((await client.logoutUrl(back)) ?? '');
    expect(`${url.origin}${url.pathname}`).toBe(`${provider.issuer}/logout`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: CLIENT_ID,
      post_logout_redirect_uri: back.postLogoutRedirectUri,
      state: 's',
    });
  });

  it('names the login that ends by its ID token, to the letter', async () => {
    const { client } = await startApplication();
    const url = new URL((await client.logoutUrl({ ...back, idTokenHint: 'e30.e30.c2ln' })) ?? '');
    expect(url.searchParams.get('id_token_hint')).toBe('e30.e30.c2ln');
  });

  it('is none when the provider has no such place', async () => {
    const { client, provider } = await startApplication();
    provider.alter('discovery', { end_session_endpoint: undefined });
    expect(await client.logoutUrl(back)).toBeUndefined();
  });

  it('is not known while the provider is down', async () => {
    const { client, provider } = await startApplication();
    provider.answer('discovery', { status: 503 });
    expect(await codeFrom(client.logoutUrl(back))).toBe('discovery_failed');
  });
});
