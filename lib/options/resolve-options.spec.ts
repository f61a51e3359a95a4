import { describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../test/support/fake-clock.js';
import { publicJwk } from '../../test/support/private-keys.js';
import { COOKIES } from '../../test/support/resolved-options.js';
import {
  MINIMAL,
  problemsOf,
  resolveWritten as resolve,
  SECRET,
} from '../../test/support/written-options.js';
import { Seal } from '../crypto/seal.js';
import { Seals } from '../crypto/seals.js';
import { BoundedStore } from '../stores/bounded-store.js';
import { InMemoryStore } from '../stores/in-memory-store.js';
import { KeyValueStore } from '../stores/key-value-store.js';
import { TEXTS_BY_LANGUAGE } from '../languages/texts-by-language.js';
import { resolveOptions } from './resolve-options.js';
import { resolveRoutes, type RoutesOptions } from './sections/routes-options.js';

class OwnStore extends KeyValueStore {
  override get = () => Promise.resolve(undefined);
  override set = () => Promise.resolve();
  override take = () => Promise.resolve(undefined);
  override putIfAbsent = () => Promise.resolve(true);
  override compareAndSet = () => Promise.resolve(true);
}

const PURPOSE = `login https://acme.criipto.id ${MINIMAL.clientId}`;

/** Those of the secrets whose seals are opened. */
function opened(seals: Seals, secrets: readonly string[]): readonly string[] {
  const seal = seals.for('login');
  return secrets.filter((secret) => {
    const sealed = new Seal([secret], PURPOSE).seal('a', 'value', 1);
    return seal.open('a', sealed, 0) === 'value';
  });
}

/** Those of the secrets that open what is sealed. */
function sealedBy(seals: Seals, secrets: readonly string[]): readonly string[] {
  const sealed = seals.for('login').seal('a', 'value', 1);
  return secrets.filter((secret) => new Seal([secret], PURPOSE).open('a', sealed, 0) === 'value');
}

describe('resolveOptions fills in', () => {
  it('every default', async () => {
    expect(await resolve()).toEqual({
      issuer: 'https://acme.criipto.id',
      clientId: 'urn:my:application:identifier:1234',
      site: { origin: 'https://app.example.com', basePath: '', secure: true },
      cookieNames: COOKIES,
      routes: resolveRoutes(),
      keys: { create: expect.any(Function) },
      session: {
        seals: expect.any(Seals),
        cookieName: COOKIES.session,
        idle: 1800,
        absolute: 28_800,
        store: undefined,
        maxPerUser: 100,
        tokens: false,
        cacheControl: undefined,
      },
      login: {
        scope: 'openid',
        acrValues: [],
        eids: [],
        uiLocales: undefined,
        prompt: undefined,
        loginHint: undefined,
        responseMode: 'query',
        pushed: 'auto',
        signedRequest: false,
        extraParams: {},
        defaultReturnTo: '/',
        cancelledPath: undefined,
        appCallback: false,
      },
      assertion: {
        lifetime: 60,
        audience: 'issuer',
        typ: false,
        algorithm: undefined,
      },
      idToken: { alg: 'RS256', clockTolerance: 60, decryption: false, maxSize: 16_384 },
      userInfo: false,
      transaction: { lifetime: 900, maxParallel: 10, store: undefined },
      logout: { provider: true, returnTo: undefined, idTokenHint: false },
      pages: { language: 'auto', texts: TEXTS_BY_LANGUAGE },
      ciba: { endpoint: undefined },
      headless: {
        endpoint: 'https://acme.criipto.id/headless/authorize',
        grantType: 'urn:grn:params:grant-type:headless',
        interval: 5,
      },
      http: {
        timeouts: { connect: 3, metadata: 5, request: 10 },
        maxBody: 262_144,
        allowInsecureLoopback: false,
      },
      bearer: undefined,
      ftn: false,
      mapUser: undefined,
      audit: 'refuse',
      webSocketOrigins: ['https://app.example.com'],
    });
  });

  it('every default where sections are there, but empty', async () => {
    const { keys: _one, ...written } = await resolve({
      login: {},
      assertion: {},
      idToken: {},
      transaction: {},
      logout: {},
      pages: { texts: { da: {}, en: { login_failed: {} } } },
      ciba: {},
      headless: {},
      http: { timeouts: {} },
    });
    const { keys: _other, ...left } = await resolve();
    expect(written).toEqual(left);
  });

  it('every default where options are there, but undefined', async () => {
    const { login, session } = await resolve({
      issuer: undefined,
      login: { scope: undefined, acrValues: undefined, extraParams: { a: undefined } },
      session: { secret: SECRET, idle: undefined },
      mapUser: undefined,
    });
    expect(login).toMatchObject({ scope: 'openid', acrValues: [], extraParams: {} });
    expect(session.idle).toBe(1800);
  });
});

describe('resolveOptions keeps', () => {
  it('everything that was written', async () => {
    const mapUser = () => ({});
    const store = new OwnStore();
    const written = {
      session: {
        secret: [SECRET, `older: ${SECRET}`],
        cookieName: 'sid',
        idle: 60,
        absolute: 600,
        store,
        maxPerUser: 3,
        tokens: true,
        cacheControl: 'private, max-age=60',
      },
      login: {
        scope: 'openid profile',
        acrValues: ['urn:grn:authn:dk:mitid:high', 'urn:grn:authn:se:bankid'],
        eids: ['bankid-se', 'mitid'],
        uiLocales: 'da',
        prompt: 'login',
        loginHint: 'action:approve',
        responseMode: 'form_post',
        pushed: 'require',
        signedRequest: true,
        extraParams: { action: 'sign' },
        defaultReturnTo: '/welcome?new',
        cancelledPath: '/cancelled',
        appCallback: true,
      },
      assertion: {
        lifetime: 300,
        audience: ['https://a.example', 'https://b.example'],
        typ: false,
        algorithm: 'ES256',
      },
      idToken: { alg: 'PS256', clockTolerance: 0, decryption: false, maxSize: 65_536 },
      userInfo: 'required',
      transaction: { lifetime: 300, maxParallel: 50, store },
      logout: { provider: false, returnTo: '/bye', idTokenHint: true },
      ciba: { endpoint: 'https://idp.example.com/bc' },
      headless: {
        endpoint: 'http://localhost:9000/headless',
        grantType: 'urn:urn:params:grant-type:headless',
        interval: 2,
      },
      http: {
        timeouts: { connect: 1, metadata: 2, request: 3 },
        maxBody: 1024,
        allowInsecureLoopback: true,
      },
      ftn: false,
      mapUser,
      audit: 'warn',
      webSocketOrigins: ['https://other.example.com', 'http://localhost:5173'],
    };
    const {
      session,
      keys: _,
      issuer: _i,
      clientId: _c,
      site: _s,
      cookieNames: _n, // in a spec of its own
      routes: _r,
      bearer: _b, // in a spec of its own
      pages: _p, // in a spec of its own
      ...options
    } = await resolve(written);
    const { session: writtenSession, ...rest } = written;
    const bounded = new BoundedStore(store, 'session.store');
    expect(options).toEqual({ ...rest, transaction: { ...rest.transaction, store: bounded } });
    // One store in two options stays one, which is closed once.
    expect(options.transaction.store).toBe(session.store);
    const { secret: secrets, ...other } = writtenSession;
    expect(session).toEqual({ ...other, store: bounded, seals: expect.any(Seals) });
    expect(opened(session.seals, secrets)).toEqual(secrets);
    expect(sealedBy(session.seals, secrets)).toEqual(secrets.slice(0, 1));
  });

  it('each store with the name of its option', async () => {
    const [sessions, transactions] = [new OwnStore(), new OwnStore()];
    const { session, transaction } = await resolve({
      session: { secret: SECRET, store: sessions },
      transaction: { store: transactions },
    });
    expect(session.store).toEqual(new BoundedStore(sessions, 'session.store'));
    expect(transaction.store).toEqual(new BoundedStore(transactions, 'transaction.store'));
  });

  it('an issuer to the letter', async () => {
    const { issuer } = await resolve({
      domain: undefined,
      issuer: 'https://id.example.org/Tenant/',
    });
    expect(issuer).toBe('https://id.example.org/Tenant/');
  });

  it('the routes', async () => {
    const { routes } = await resolve({}, { login: '/in', loggedOut: false });
    expect(routes).toMatchObject({ login: { path: '/in' }, loggedOut: undefined });
  });

  it('has no back-channel logout without a store of sessions', async () => {
    expect(await problemsOf(resolve({}, { backchannelLogout: true }))).toEqual([
      '`routes.backchannelLogout` needs `session.store`, for nobody can end sessions that are in cookies: set `session.store`, such as `new RedisStore({ url })`, or leave the route off',
    ]);
  });

  it('has back-channel logout with one', async () => {
    const session = { secret: SECRET, store: new InMemoryStore(new FakeClock()) };
    const { routes } = await resolve({ session }, { backchannelLogout: '/bye' });
    expect(routes.backchannelLogout).toEqual({ path: '/bye', mount: true });
  });

  it.each([
    ['https://app.example.com/', { origin: 'https://app.example.com', basePath: '', secure: true }],
    [
      'https://APP.example.com:8443/my/app/',
      { origin: 'https://app.example.com:8443', basePath: '/my/app', secure: true },
    ],
  ])('of the baseUrl %s where the site is', async (baseUrl, site) => {
    expect((await resolve({ baseUrl })).site).toEqual(site);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'a site at %s when that is allowed',
    async (baseUrl) => {
      const options = await resolve({
        domain: undefined,
        issuer: baseUrl,
        baseUrl,
        http: { allowInsecureLoopback: true },
      });
      expect(options).toMatchObject({ issuer: baseUrl, site: { origin: baseUrl, secure: false } });
    },
  );

  it('one acr value or secret as a list of one', async () => {
    const { login, session } = await resolve({
      login: { acrValues: 'urn:grn:authn:dk:mitid:low' },
    });
    expect(login.acrValues).toEqual(['urn:grn:authn:dk:mitid:low']);
    expect(opened(session.seals, [SECRET])).toEqual([SECRET]);
  });

  it.each([
    ['issuer', 'issuer'],
    ['endpoint', 'endpoint'],
    ['https://idp.example/token', 'https://idp.example/token'],
    [['https://idp.example/token'], ['https://idp.example/token']],
    [[], 'issuer'],
  ])('the audience %j as %j', async (audience, kept) => {
    expect((await resolve({ assertion: { audience } })).assertion.audience).toEqual(kept);
  });

  it.each(['localhost:3001', '127.0.0.1:3001'])(
    'a domain on this machine as plain http: %s',
    async (domain) => {
      const http = { allowInsecureLoopback: true };
      expect((await resolve({ domain, http })).issuer).toBe(`http://${domain}`);
    },
  );

  it('a domain in small letters, as an issuer is spelt', async () => {
    expect((await resolve({ domain: 'Acme.Criipto.ID' })).issuer).toBe('https://acme.criipto.id');
  });
});

describe('resolveOptions returns what nobody can change', () => {
  it('all the way down', async () => {
    const options = await resolve({ login: { acrValues: ['urn:grn:authn:se:bankid'] } });
    const parts = [
      options,
      options.site,
      options.routes,
      options.routes.login,
      options.keys,
      options.session,
      options.login,
      options.login.acrValues,
      options.login.extraParams,
      options.assertion,
      options.idToken,
      options.transaction,
      options.logout,
      options.http,
      options.http.timeouts,
    ];
    expect(parts.filter((part) => !Object.isFrozen(part))).toEqual([]);
  });

  it('but leaves what was written as it was', async () => {
    const acrValues = ['urn:grn:authn:se:bankid'];
    const store = new OwnStore();
    await resolve({ login: { acrValues }, transaction: { store } });
    expect([acrValues, store].map(Object.isFrozen)).toEqual([false, false]);
  });
});

describe('resolveOptions refuses several things at once', () => {
  it('in one message', async () => {
    const written = {
      domain: 'https://acme.criipto.id',
      clientId: undefined,
      keys: {},
      session: { secret: 'short' },
      assertion: { lifetime: 3600, algorithm: 'HS256' },
    };
    await expect(resolve(written, { callback: false })).rejects.toMatchObject({
      code: 'invalid_options',
      message: [
        'CriiptoAuthModule cannot start:',
        ' - `routes.callback` cannot be false, for the provider must send the browser somewhere: if your own controller answers, write { path: "/its/path", mount: false }',
        ' - `domain` must be a host name alone, such as "acme.criipto.id": no scheme, path or slash',
        ' - `clientId` is missing: the "Client ID/Realm" of your application in the Criipto dashboard',
        ' - `session.secret` is too short: at least 32 characters, such as `openssl rand -base64 32` makes',
        ' - `assertion.lifetime` must be a whole number of seconds, from 1 to 300',
        ' - `assertion.algorithm` must be one of RS256, PS256, ES256, EdDSA or their longer kin',
        ' - `keys` is empty: give one of pem, jwks, file, env, signer, ring, generate',
      ].join('\n'),
    });
  });

  it('without repeating a secret', async () => {
    const secret = 'too short to be one';
    const problems = await problemsOf(resolve({ session: { secret }, keys: { pem: secret } }));
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain(secret);
  });
});

describe('resolveOptions and the places to come back to', () => {
  it('lets the application end a cancelled login at a login page of its own', async () => {
    const routes: RoutesOptions = { login: { path: '/login', mount: false } };
    expect(await problemsOf(resolve({ login: { cancelledPath: '/login' } }, routes))).toEqual([]);
  });

  it('knows the login by the path to which it was moved', async () => {
    const attempt = resolve({ login: { defaultReturnTo: '/in' } }, { login: '/in' });
    expect(await problemsOf(attempt)).toHaveLength(1);
  });
});

describe('resolveOptions tells the keys', () => {
  it('what they must sign with', async () => {
    const signer = {
      kid: 'hsm-1',
      alg: 'ES256',
      publicJwk: publicJwk('P-256'),
      sign: () => Promise.resolve(new Uint8Array(64)),
    };
    const attempt = resolve({ keys: { signer }, assertion: { algorithm: 'RS256' } });
    expect(await problemsOf(attempt)).toEqual([
      expect.stringMatching(/^`keys.signer` signs ES256, but RS256 is asked for/),
    ]);
  });

  it('the environment', async () => {
    const attempt = resolveOptions(MINIMAL, {}, { NODE_ENV: 'production' });
    expect(await problemsOf(attempt)).toEqual([
      expect.stringMatching(/^`keys.generate` is for development, and NODE_ENV is production/),
    ]);
  });
});
