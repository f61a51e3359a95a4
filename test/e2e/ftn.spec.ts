import { createPrivateKey } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose';
import {
  type AuthEventMap,
  AuthEvents,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  KeyProvider,
  type PublicJwk,
  type Signer,
} from 'nestjs-criipto-auth';
import type { FakeClient } from 'nestjs-criipto-auth/testing';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { ProfileController } from '../support/profile.controller.js';
import { keyPair } from '../support/private-keys.js';
import { appsOn, CLIENT_ID, type TestApp, testOptions } from '../support/test-app.js';

const SIG = rsaKey('sig', 'our-sig-1', keyPair('rsa3072'));
const ENC = rsaKey('enc', 'our-enc-1', keyPair('rsa3072', 1));
const KEYS = { jwks: { keys: [SIG, ENC] } };
const FTN_ACR = 'urn:grn:authn:fi:bank-id';

/** Keeps its keys where it likes, as an application may. */
@Injectable()
class KeysThatSign extends KeyProvider {
  override signer(): Promise<Signer> {
    return Promise.resolve({
      kid: SIG.kid,
      alg: 'RS256',
      publicJwk: publicHalf(SIG),
      sign: () => Promise.reject(new Error('no signature was asked for')),
    });
  }

  override publicKeys(): Promise<readonly PublicJwk[]> {
    return Promise.resolve([publicHalf(SIG)]);
  }
}

describe.each(HTTP_ADAPTERS)('the Finnish Trust Network on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProfileController] });

  /** An application whose keys were pasted into the dashboard. */
  async function startWith(
    options: Partial<CriiptoAuthOptions>,
    client: Partial<FakeClient> = {},
  ): Promise<TestApp> {
    const app = await start({ options: { keys: KEYS, ...options } });
    await app.fake.register({
      clientId: CLIENT_ID,
      redirectUris: [`${app.url}/auth/callback`],
      postLogoutRedirectUris: [`${app.url}/auth/logged-out`],
      jwks: { keys: [publicHalf(SIG), publicHalf(ENC)] },
      ...client,
    });
    return app;
  }

  async function userOf(app: TestApp, person: string): Promise<unknown> {
    const browser = new Browser();
    const callback = await app.logIn(browser, { person });
    expect(callback.status).toBe(303);
    return (await browser.fetch(`${app.url}/me`)).json();
  }

  describe('with everything on', () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await startWith(
        { ftn: true, userInfo: 'required', login: { acrValues: FTN_ACR } },
        { ftn: true },
      );
    });

    it('logs a person in', async () => {
      expect(await userOf(app, 'fi-aino')).toMatchObject({
        eid: 'ftn',
        acr: FTN_ACR,
        givenName: 'Aino',
      });
    });

    it('proves itself by an assertion that has no type, at every endpoint', async () => {
      app.fake.requests.clear();
      await app.logIn(new Browser());
      const assertions = app.fake.requests.all.flatMap(({ assertion }) => assertion ?? []);
      expect(assertions.map(({ header }) => header)).toEqual([
        { alg: 'RS256', kid: 'our-sig-1' },
        { alg: 'RS256', kid: 'our-sig-1' },
      ]);
    });

    it('pushes a signed request, and nothing beside it', async () => {
      await new Browser().navigate(`${app.url}/auth/login`);
      const pushed = app.fake.requests.last('par');
      expect(Object.keys(pushed?.form ?? {}).toSorted()).toEqual([
        'client_assertion',
        'client_assertion_type',
        'client_id',
        'request',
      ]);
      expect(pushed?.requestObject).toMatchObject({
        header: { alg: 'RS256', kid: 'our-sig-1', typ: 'oauth-authz-req+jwt' },
        claims: {
          iss: CLIENT_ID,
          aud: app.fake.issuer,
          client_id: CLIENT_ID,
          acr_values: FTN_ACR,
          code_challenge_method: 'S256',
          response_type: 'code',
          jti: expect.any(String),
        },
      });
    });

    it('proves itself by name and once', async () => {
      app.fake.requests.clear();
      await app.logIn();
      const assertions = app.fake.requests.all.flatMap(({ assertion }) => assertion ?? []);
      expect(assertions.map(({ header }) => header['kid'])).toEqual(['our-sig-1', 'our-sig-1']);
      expect(new Set(assertions.map(({ claims }) => claims['jti'])).size).toBe(2);
    });

    it('sends an eID of its own choice whatever the browser adds to the URL', async () => {
      const browser = new Browser();
      const url = new URL(locationOf(await browser.navigate(`${app.url}/auth/login`)));
      url.searchParams.set('acr_values', 'urn:grn:authn:dk:mitid:low');
      const { url: back } = await app.fake.approve(url.href);
      await browser.navigate(back);
      const me = await browser.fetch(`${app.url}/me`);
      expect(await me.json()).toMatchObject({ acr: FTN_ACR });
    });
  });

  it('does not start with less than is demanded', async () => {
    const written: CriiptoAuthOptions = {
      ...testOptions('http://127.0.0.1:9', 'http://localhost:3000'),
      ftn: true,
      login: { signedRequest: false },
      keys: { jwks: { keys: [SIG] } },
    };
    const application = Test.createTestingModule({ imports: [CriiptoAuthModule.forRoot(written)] });
    await expect(application.compile()).rejects.toMatchObject({
      code: 'invalid_options',
      problems: [
        expect.stringContaining('`login.signedRequest`'),
        expect.stringContaining('`keys` has no key for tokens that are encrypted'),
      ],
    });
  });

  it('does not start with a key provider of its own that lacks something', async () => {
    const written: CriiptoAuthOptions = {
      ...testOptions('http://127.0.0.1:9', 'http://localhost:3000'),
      ftn: true,
      keys: KeysThatSign,
    };
    const application = Test.createTestingModule({ imports: [CriiptoAuthModule.forRoot(written)] });
    await expect(application.compile()).rejects.toMatchObject({
      code: 'invalid_options',
      problems: [expect.stringContaining('`keys` has no key for tokens that are encrypted')],
    });
  });

  it('is not for a client whose registration lacks something', async () => {
    await expect(
      startWith({ ftn: true }, { ftn: true, jwks: { keys: [publicHalf(SIG)] } }),
    ).rejects.toThrow('it has no key with "use": "enc"');
  });
});

describe.each(HTTP_ADAPTERS)('a signed request on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProfileController] });
  const signed = { keys: KEYS, login: { signedRequest: true, acrValues: FTN_ACR } };
  const required = (app: TestApp): FakeClient => ({
    clientId: CLIENT_ID,
    redirectUris: [`${app.url}/auth/callback`],
    jwksUri: `${app.url}/.well-known/jwks.json`,
    signedRequests: 'required',
  });

  it('goes with the browser where nothing can be pushed', async () => {
    const app = await start({ options: signed, fake: { pushed: 'absent' } });
    await app.fake.register(required(app));
    const browser = new Browser();
    const begin = await browser.navigate(`${app.url}/auth/login`);
    const { searchParams } = new URL(locationOf(begin));
    expect([...searchParams.keys()].toSorted()).toEqual(['client_id', 'request']);
    const { url } = await app.fake.approve(locationOf(begin), { person: 'fi-eero' });
    expect((await browser.navigate(url)).status).toBe(303);
  });

  it('is pushed where that is demanded', async () => {
    const app = await start({ options: signed, fake: { pushed: 'required' } });
    await app.fake.register(required(app));
    expect((await app.logIn()).status).toBe(303);
    expect(app.fake.requests.last('par')?.requestObject?.claims).toMatchObject({
      acr_values: FTN_ACR,
    });
  });

  it('is wanted of a client that sends none', async () => {
    const app = await start({ options: { keys: KEYS } });
    await app.fake.register(required(app));
    const begin = await new Browser().navigate(`${app.url}/auth/login`);
    expect(begin.status).toBe(502);
    expect(app.log.text).toContain('provider_error');
  });

  it('counts, whatever stands beside it in the URL', async () => {
    const app = await start({ options: signed, fake: { pushed: 'absent' } });
    await app.fake.register(required(app));
    const browser = new Browser();
    const url = new URL(locationOf(await browser.navigate(`${app.url}/auth/login`)));
    url.searchParams.set('acr_values', 'urn:grn:authn:dk:mitid:low');
    url.searchParams.set('scope', 'openid ssn');
    const { url: back } = await app.fake.approve(url.href);
    await browser.navigate(back);
    const me = await browser.fetch(`${app.url}/me`);
    expect(await me.json()).toMatchObject({ acr: FTN_ACR });
  });
});

/** oidc-provider, a certified implementation that is not ours, judges our signed requests. */
describe('the provider', () => {
  const start = appsOn(() => new FastifyAdapter());
  let app: TestApp;
  beforeAll(async () => {
    app = await start({
      options: { keys: KEYS, login: { signedRequest: true } },
      fake: { pushed: 'absent' },
    });
  });

  /** Takes the browser to the provider with our request, signed by us again after a change. */
  async function judge(
    change: (claims: JWTPayload) => JWTPayload,
    header: object = {},
    key: RsaKey = SIG,
  ): Promise<string> {
    const url = new URL(locationOf(await new Browser().navigate(`${app.url}/auth/login`)));
    const request = url.searchParams.get('request') ?? '';
    const changed = await new SignJWT(change(decodeJwt(request)))
      .setProtectedHeader({ alg: 'RS256', ...decodeProtectedHeader(request), ...header })
      .sign(createPrivateKey({ key, format: 'jwk' }));
    url.searchParams.set('request', changed);
    const { url: back } = await app.fake.approve(url.href);
    return new URL(back).searchParams.get('error') ?? 'accepted';
  }

  it('accepts our request', async () => {
    expect(await judge((claims) => claims)).toBe('accepted');
  });

  it.each<[string, (claims: JWTPayload) => JWTPayload]>([
    ['for another audience', (claims) => ({ ...claims, aud: 'https://other.example' })],
    ['for an audience in a list', (claims) => ({ ...claims, aud: [String(claims.aud)] })],
    ['of another client', (claims) => ({ ...claims, iss: 'another' })],
    ['that has expired', (claims) => ({ ...claims, iat: 1_000, exp: 1_300 })],
    ['without an end', ({ exp: _exp, ...claims }) => claims],
    ['without a jti', ({ jti: _jti, ...claims }) => claims],
    ['that could be an assertion', (claims) => ({ ...claims, sub: String(claims.iss) })],
  ])('refuses one %s', async (_what, change) => {
    expect(await judge(change)).toBe('invalid_request_object');
  });

  it('refuses one of another type', async () => {
    expect(await judge((claims) => claims, { typ: 'JWT' })).toBe('invalid_request_object');
  });

  it('refuses one by another key', async () => {
    const other = rsaKey('sig', 'our-sig-1', keyPair('rsa'));
    expect(await judge((claims) => claims, {}, other)).toBe('invalid_request_object');
  });
});

describe.each(HTTP_ADAPTERS)('a pushed request on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProfileController] });

  it('that is over gets a page that says to start again, and another login begins', async () => {
    const app = await start();
    const browser = new Browser();
    const begin = await browser.navigate(`${app.url}/auth/login`);
    app.fake.expirePushedRequests();
    const { url } = await app.fake.approve(locationOf(begin));
    expect(new URL(url).searchParams.get('error')).toBe('invalid_request_uri');
    const page = await browser.navigate(url);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('The login took too long');
    expect(app.log.text).toContain('login_expired');
    expect((await app.logIn(browser)).status).toBe(303);
  });

  it("is told to listeners by the provider's own id", async () => {
    const app = await start();
    const started: AuthEventMap['login.started'][] = [];
    app.app.get(AuthEvents).on('login.started', (event) => started.push(event));
    await new Browser().navigate(`${app.url}/auth/login`);
    expect(started).toEqual([{ traceId: expect.stringMatching(/^[\da-f]{32}$/) }]);
  });

  it("that is refused is told by the provider's own id, in the event and in the log", async () => {
    const app = await start({ options: { login: { scope: 'openid unheard-of' } } });
    await app.fake.register({
      clientId: CLIENT_ID,
      redirectUris: ['https://other.example/callback'],
      jwksUri: `${app.url}/.well-known/jwks.json`,
    });
    const refused: AuthEventMap['login.refused'][] = [];
    app.app.get(AuthEvents).on('login.refused', (event) => refused.push(event));
    await new Browser().navigate(`${app.url}/auth/login`);
    const [{ traceId = 'none' } = {}] = refused;
    expect(traceId).toMatch(/^[\da-f]{32}$/);
    expect(app.log.text).toContain(`[trace id ${traceId}]`);
  });
});

describe.each(HTTP_ADAPTERS)('an encrypted ID token on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProfileController] });
  const client = (app: TestApp): FakeClient => ({
    clientId: CLIENT_ID,
    redirectUris: [`${app.url}/auth/callback`],
    jwksUri: `${app.url}/.well-known/jwks.json`,
  });
  const decrypting = { keys: KEYS, idToken: { decryption: 'required' as const } };

  it.each(['A256GCM', 'A128CBC-HS256', 'A256CBC-HS512'] as const)('is read by %s', async (enc) => {
    const app = await start({ options: decrypting });
    await app.fake.register({ ...client(app), idTokenEncryption: { alg: 'RSA-OAEP-256', enc } });
    expect((await app.logIn()).status).toBe(303);
  });

  it.each<[string, Partial<CriiptoAuthOptions>, Partial<FakeClient>, string]>([
    [
      'encrypted with SHA-1',
      decrypting,
      { idTokenEncryption: { alg: 'RSA-OAEP', enc: 'A256GCM' } },
      'id_token_decryption_failed',
    ],
    [
      'encrypted with a short key',
      decrypting,
      { idTokenEncryption: { alg: 'RSA-OAEP-256', enc: 'A128GCM' } },
      'id_token_decryption_failed',
    ],
    ['not encrypted', decrypting, {}, 'id_token_not_encrypted'],
    [
      'encrypted, though that was not agreed',
      { keys: KEYS },
      { idTokenEncryption: { alg: 'RSA-OAEP-256', enc: 'A256GCM' } },
      'id_token_malformed',
    ],
  ])('is refused when it is %s', async (_what, options, registered, code) => {
    const app = await start({ options });
    const keys = [publicHalf(SIG), { ...publicHalf(ENC), alg: undefined }];
    const { jwksUri: _jwksUri, ...fixed } = client(app);
    await app.fake.register({ ...fixed, jwks: { keys }, ...registered });
    const browser = new Browser();
    expect((await app.logIn(browser)).status).toBe(401);
    expect(app.log.text).toContain(code);
    expect(await browser.cookieNames(app.url)).toEqual([]);
  });

  it.each<[FakeClient['userinfo'], CriiptoAuthOptions['userInfo']]>([
    ['json', 'required'],
    ['signed', 'required'],
    ['signed', 'signed'],
    ['signedAndEncrypted', 'required'],
    ['signedAndEncrypted', 'signedAndEncrypted'],
  ])('goes with %s userinfo, when that is %s', async (userinfo, userInfo) => {
    const app = await start({ options: { ...decrypting, ...(userInfo ? { userInfo } : {}) } });
    await app.fake.register({
      ...client(app),
      idTokenEncryption: { alg: 'RSA-OAEP-256', enc: 'A256GCM' },
      ...(userinfo ? { userinfo } : {}),
    });
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-mads' });
    expect(app.fake.requests.of('userinfo')).toHaveLength(1);
    const me = await browser.fetch(`${app.url}/me`);
    expect(await me.json()).toMatchObject({ name: 'Mads Testgaard' });
  });
});

type RsaKey = ReturnType<typeof rsaKey>;

function rsaKey(use: 'sig' | 'enc', kid: string, { privateKey }: ReturnType<typeof keyPair>) {
  const { n = '', e = '' } = privateKey.export({ format: 'jwk' });
  return { ...privateKey.export({ format: 'jwk' }), kty: 'RSA', n, e, use, kid };
}

function publicHalf({ kty, n, e, use, kid }: RsaKey): PublicJwk {
  return { kty, n, e, use, kid, alg: use === 'enc' ? 'RSA-OAEP-256' : 'RS256' };
}
