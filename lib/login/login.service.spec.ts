import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { codeFrom } from '../../test/support/code-of.js';
import { LogLines } from '../../test/support/log-lines.js';
import { CLIENT_ID } from '../../test/support/resolved-options.js';
import type { StubProvider } from '../../test/support/stub-provider.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { pageFactsOf } from '../errors/page-facts.js';
import type { AuthEventName } from '../events/auth-events.js';
import type { CriiptoAuthOptions } from '../options/criipto-auth-options.js';
import type { CompletedLogin } from './completed-login.js';
import type { LoginRequest } from './login-request.js';

const MITID_HIGH = 'urn:grn:authn:dk:mitid:high';
const MITID_SUBSTANTIAL = 'urn:grn:authn:dk:mitid:substantial';
const NO_BANKID = 'urn:grn:authn:no:bankid';

afterEach(stopApplications);

/** A browser that logs in to an application. */
class Visit {
  readonly browser = new BrowserCookies();

  private constructor(readonly application: Application) {}

  static async to(written: Partial<CriiptoAuthOptions> = {}): Promise<Visit> {
    return new Visit(await startApplication(written));
  }

  /** Starts a login. What is asked for, wherever it was sent. */
  async begin(request: LoginRequest = {}): Promise<URLSearchParams> {
    const url = await this.beginUrl(request);
    const { provider } = this.application;
    return provider.sent('par').at(-1)?.form ?? new URL(url).searchParams;
  }

  beginUrl(request: LoginRequest = {}): Promise<string> {
    const { login } = this.application;
    return login.begin(this.application.cookiesOf(this.browser), request);
  }

  complete(parameters: URLSearchParams | Record<string, string>): Promise<CompletedLogin> {
    const { login } = this.application;
    const cookies = this.application.cookiesOf(this.browser);
    return login.complete(cookies, new URLSearchParams(parameters));
  }

  /** Logs in, from the start to the end. */
  async logIn(request: LoginRequest = {}): Promise<CompletedLogin> {
    return this.complete(this.application.provider.login(await this.beginUrl(request)));
  }

  tokenRequests(): number {
    return this.application.provider.sent('token').length;
  }
}

describe('LoginService#begin', () => {
  it('sends the browser to the provider', async () => {
    const visit = await Visit.to();
    const { issuer } = visit.application.provider;
    expect(await visit.beginUrl()).toContain(`${issuer}/authorize?`);
  });

  it('asks for what the options say', async () => {
    const visit = await Visit.to({
      login: {
        scope: 'openid profile',
        acrValues: [MITID_HIGH, 'urn:grn:authn:se:bankid'],
        uiLocales: 'sv',
        prompt: 'login',
        loginHint: 'message:aGVsbG8=',
        extraParams: { resource: 'https://api.example.com' },
      },
    });
    expect(Object.fromEntries(await visit.begin())).toMatchObject({
      client_id: CLIENT_ID,
      redirect_uri: 'https://app.example.com/auth/callback',
      scope: 'openid profile',
      acr_values: `${MITID_HIGH} urn:grn:authn:se:bankid`,
      ui_locales: 'sv',
      prompt: 'login',
      login_hint: 'message:aGVsbG8=',
      resource: 'https://api.example.com',
    });
  });

  it('asks for what this login says in place of the options', async () => {
    const visit = await Visit.to({ login: { acrValues: MITID_SUBSTANTIAL, uiLocales: 'da' } });
    const asked = await visit.begin({
      acrValues: MITID_HIGH,
      uiLocales: 'en',
      scope: 'openid sub',
      prompt: 'login',
      loginHint: 'sub:1',
      maxAge: 300,
    });
    expect(Object.fromEntries(asked)).toMatchObject({
      acr_values: MITID_HIGH,
      max_age: '300',
      ui_locales: 'en',
      scope: 'openid sub',
      prompt: 'login',
      login_hint: 'sub:1',
    });
  });

  it('has the user log in now, when the authentication may be of no age', async () => {
    const visit = await Visit.to();
    expect((await visit.begin({ maxAge: 0 })).get('max_age')).toBe('0');
  });

  it('makes a new state, nonce and verifier for every login, of 256 bits each', async () => {
    const visit = await Visit.to({ login: { pushed: 'never' } });
    const seen = new Set<string | null>();
    for (let login = 0; login < 20; login += 1) {
      const asked = await visit.begin();
      for (const name of ['state', 'nonce', 'code_challenge']) seen.add(asked.get(name));
    }
    expect(seen.size).toBe(60);
    for (const value of seen) expect(value).toMatch(/^[\w-]{43}$/);
  });

  it('remembers nothing in the browser when the provider cannot be asked', async () => {
    const visit = await Visit.to();
    visit.application.provider.answer('par', { status: 503 });
    expect(await codeFrom(visit.beginUrl())).toBe('provider_temporarily_unavailable');
    expect(visit.browser.names()).toEqual([]);
  });

  it.each([
    ['discovery_failed', 'discovery' as const, { status: 503 }],
    ['discovery_invalid', 'discovery' as const, { body: '<p>' }],
    ['client_authentication_failed', 'par' as const, { status: 403 }],
  ])('says %s', async (code, endpoint, answer) => {
    const visit = await Visit.to();
    visit.application.provider.answer(endpoint, answer);
    expect(await codeFrom(visit.beginUrl())).toBe(code);
  });

  it.each<[string, LoginRequest]>([
    ['an acr value of two words', { acrValues: 'urn:grn:authn:mock urn:grn:authn:se:bankid' }],
    ['a prompt that contradicts itself', { prompt: 'none login' }],
    ['a parameter of the protocol', { extraParams: { redirect_uri: 'https://evil.example' } }],
    ['an age that is none', { maxAge: -1 }],
  ])('asks the provider for nothing when a login is to ask for %s', async (_what, request) => {
    const visit = await Visit.to();
    expect(await codeFrom(visit.beginUrl(request))).toBe('login_request_invalid');
    expect(visit.application.provider.requests).toEqual([]);
  });

  it('goes nowhere when the provider is another than configured', async () => {
    const visit = await Visit.to();
    const { provider } = visit.application;
    provider.alter('discovery', { issuer: `${provider.issuer}INVALID` });
    expect(await codeFrom(visit.beginUrl())).toBe('discovery_issuer_mismatch');
    expect(provider.requests.map(({ endpoint }) => endpoint)).toEqual(['discovery']);
  });

  it('works again as soon as the provider does', async () => {
    const visit = await Visit.to();
    visit.application.provider.answer('discovery', { status: 503 });
    await codeFrom(visit.beginUrl());
    visit.application.provider.beHonest();
    expect(await visit.logIn()).toMatchObject({ user: { sub: 'user-1' } });
  });
});

describe('LoginService#complete', () => {
  it('knows who logged in', async () => {
    const visit = await Visit.to();
    visit.application.provider.idToken({
      authenticationtype: MITID_HIGH,
      identityscheme: 'dkmitid',
      name: 'Asta Prøvesen',
    });
    const { user } = await visit.logIn();
    expect(user).toMatchObject({
      sub: 'user-1',
      issuer: visit.application.provider.issuer,
      eid: 'mitid',
      acr: MITID_HIGH,
      level: 'high',
      name: 'Asta Prøvesen',
    });
  });

  it('exchanges the code once', async () => {
    const visit = await Visit.to();
    await visit.logIn();
    expect(visit.tokenRequests()).toBe(1);
  });

  it('takes the time of the login for that of the authentication, when the provider does not tell', async () => {
    const visit = await Visit.to();
    const { user } = await visit.logIn();
    expect(user.authenticatedAt).toEqual(new Date(visit.application.clock.now()));
  });

  it('leaves it to its caller to tell that a login was completed, who may still refuse the user', async () => {
    const visit = await Visit.to();
    const heard: string[] = [];
    const names: AuthEventName[] = ['login.started', 'login.completed', 'login.refused'];
    for (const name of names) visit.application.events.on(name, () => heard.push(name));
    await visit.logIn();
    expect(heard).toEqual(['login.started']);
  });

  it("tells the provider's own id of the request that it pushed", async () => {
    const visit = await Visit.to();
    const heard: unknown[] = [];
    visit.application.events.on('login.started', (payload) => heard.push(payload));
    await visit.beginUrl();
    visit.application.provider.answer('par', (honest) => ({
      ...honest,
      headers: { 'Trace-Id': 'trace-1' },
    }));
    await visit.beginUrl();
    expect(heard).toStrictEqual([{}, { traceId: 'trace-1' }]);
  });

  it('completes the logins of several tabs in any order', async () => {
    const visit = await Visit.to();
    const { provider } = visit.application;
    const first = await visit.beginUrl({ returnTo: '/first' });
    const second = await visit.beginUrl({ returnTo: '/second' });
    expect((await visit.complete(provider.login(second))).returnTo).toBe('/second');
    expect((await visit.complete(provider.login(first))).returnTo).toBe('/first');
  });

  it('takes a callback with parameters that nobody knows', async () => {
    const visit = await Visit.to();
    const callback = visit.application.provider.login(await visit.beginUrl());
    callback.set('session_state', 'a');
    expect(await visit.complete(callback)).toMatchObject({ user: { sub: 'user-1' } });
  });
});

describe('LoginService brings the browser back', () => {
  const returnTo = async (
    path: string | undefined,
    written: Partial<CriiptoAuthOptions> = {},
  ): Promise<string> => {
    const visit = await Visit.to(written);
    return (await visit.logIn(path === undefined ? {} : { returnTo: path })).returnTo;
  };

  it('to where it wanted to go', async () => {
    expect(await returnTo('/orders/1?tab=b#c')).toBe('/orders/1?tab=b#c');
  });

  it('to where it wanted to go, also when some routes are switched off', async () => {
    const application = await startApplication({}, { login: false, logout: false });
    const cookies = application.cookiesOf(new BrowserCookies());
    const url = await application.login.begin(cookies, { returnTo: '/auth/login' });
    expect(url).toContain('/authorize?');
  });

  it('home, when it wanted nothing', async () => {
    expect(await returnTo(undefined)).toBe('/');
  });

  it('to the default of the options, when it wanted nothing', async () => {
    expect(await returnTo(undefined, { login: { defaultReturnTo: '/start' } })).toBe('/start');
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/a\r\nSet-Cookie: b=c',
    '',
    '/auth/login',
    '/auth/callback?code=a',
    '/auth/logout',
  ])('home, when it wanted %p', async (path) => {
    expect(await returnTo(path)).toBe('/');
  });
});

describe('LoginService#complete refuses a callback, without asking for any token,', () => {
  /** The code under which a callback is refused, after something was done to it. */
  async function codeOfCallback(
    change: (callback: URLSearchParams, visit: Visit) => unknown,
    written: Partial<CriiptoAuthOptions> = {},
  ): Promise<unknown> {
    const visit = await Visit.to(written);
    const callback = visit.application.provider.login(await visit.beginUrl());
    change(callback, visit);
    const code = await codeFrom(visit.complete(callback));
    expect(visit.tokenRequests()).toBe(0);
    return code;
  }

  it('with a state that is not its own', async () => {
    const code = await codeOfCallback((callback) => callback.set('state', 'another'));
    expect(code).toBe('login_unknown');
  });

  it('without a state', async () => {
    expect(await codeOfCallback((callback) => callback.delete('state'))).toBe('callback_malformed');
  });

  it('with two codes', async () => {
    expect(await codeOfCallback((callback) => callback.append('code', 'b'))).toBe(
      'callback_malformed',
    );
  });

  it('with neither a code nor an error', async () => {
    expect(await codeOfCallback((callback) => callback.delete('code'))).toBe('callback_malformed');
  });

  it('with nothing', async () => {
    const visit = await Visit.to();
    await visit.beginUrl();
    expect(await codeFrom(visit.complete({}))).toBe('callback_empty');
  });

  it('in another browser', async () => {
    const code = await codeOfCallback((_, visit) => visit.browser.held.clear());
    expect(code).toBe('login_unknown');
  });

  it('that comes too late', async () => {
    const code = await codeOfCallback((_, visit) => visit.application.clock.advance(900));
    expect(code).toBe('login_expired');
  });

  it.each([
    ['with something added', (issuer: string) => `${issuer}1`],
    ['with a slash', (issuer: string) => `${issuer}/`],
    ['of somebody else', () => 'https://evil.example'],
  ])('with the issuer %s', async (_, change) => {
    const code = await codeOfCallback((callback, { application }) =>
      callback.set('iss', change(application.provider.issuer)),
    );
    expect(code).toBe('issuer_mismatch');
  });

  it('without an issuer, when the provider promises to name it', async () => {
    expect(await codeOfCallback((callback) => callback.delete('iss'))).toBe('issuer_missing');
  });

  it('with an error from another issuer', async () => {
    const code = await codeOfCallback((callback) => {
      callback.delete('code');
      callback.set('error', 'access_denied');
      callback.set('iss', 'https://evil.example');
    });
    expect(code).toBe('issuer_mismatch');
  });

  it.each([
    ['access_denied', 'login_cancelled'],
    ['temporarily_unavailable', 'provider_temporarily_unavailable'],
    ['invalid_request_uri', 'login_refused_by_provider'],
    ['server_error', 'login_refused_by_provider'],
    ['login_required', 'login_required'],
    ['interaction_required', 'login_interaction_required'],
    ['invalid_request', 'login_refused_by_provider'],
    ['constructor', 'login_refused_by_provider'],
    ['<script>alert(1)</script>', 'login_refused_by_provider'],
  ])('with the error %s', async (error, code) => {
    expect(
      await codeOfCallback((callback) => {
        callback.delete('code');
        callback.set('error', error);
      }),
    ).toBe(code);
  });

  it('with a pushed request that was over when the browser came to the provider', async () => {
    const code = await codeOfCallback((callback, { application }) => {
      callback.delete('code');
      callback.set('error', 'invalid_request_uri');
      application.clock.advance(60);
    });
    expect(code).toBe('login_expired');
  });

  it('with a pushed request that is over when the provider said so, and no number of its own', async () => {
    const visit = await Visit.to();
    const { provider, clock } = visit.application;
    provider.alter('par', { expires_in: 1e300 });
    const callback = provider.login(await visit.beginUrl());
    callback.delete('code');
    callback.set('error', 'invalid_request_uri');
    clock.advance(600);
    expect(await codeFrom(visit.complete(callback))).toBe('login_expired');
  });

  it('with an error that belongs to no login here', async () => {
    const code = await codeOfCallback((callback) => {
      callback.delete('code');
      callback.set('error', 'access_denied');
      callback.set('state', 'another');
    });
    expect(code).toBe('login_unknown');
  });

  it('and says nothing of what the provider wrote', async () => {
    const visit = await Visit.to();
    const callback = visit.application.provider.login(await visit.beginUrl());
    callback.delete('code');
    callback.set('error', '<b>canary</b>');
    callback.set('error_description', 'canary');
    await expect(visit.complete(callback)).rejects.toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });
});

describe('LoginService#complete takes a callback', () => {
  it('without an issuer, when the provider does not promise to name it', async () => {
    const visit = await Visit.to();
    const { provider } = visit.application;
    provider.alter('discovery', { authorization_response_iss_parameter_supported: undefined });
    const callback = provider.login(await visit.beginUrl());
    callback.delete('iss');
    expect(await visit.complete(callback)).toMatchObject({ user: { sub: 'user-1' } });
  });

  it('once', async () => {
    const visit = await Visit.to();
    const callback = visit.application.provider.login(await visit.beginUrl());
    await visit.complete(callback);
    expect(await codeFrom(visit.complete(callback))).toBe('login_unknown');
    expect(visit.tokenRequests()).toBe(1);
  });

  it('once, also from a browser that kept its cookies', async () => {
    const visit = await Visit.to();
    const callback = visit.application.provider.login(await visit.beginUrl());
    const kept = new Map(visit.browser.held);
    await visit.complete(callback);
    for (const [name, value] of kept) visit.browser.held.set(name, value);
    expect(await codeFrom(visit.complete(callback))).toBe('login_already_used');
    expect(visit.tokenRequests()).toBe(1);
  });

  it('once, also when it was refused', async () => {
    const visit = await Visit.to();
    const { provider } = visit.application;
    const callback = provider.login(await visit.beginUrl());
    provider.idToken({ nonce: 'another' });
    expect(await codeFrom(visit.complete(callback))).toBe('id_token_nonce_mismatch');
    provider.beHonest();
    expect(await codeFrom(visit.complete(callback))).toBe('login_unknown');
  });

  it('again after a refusal, when the login starts anew', async () => {
    const visit = await Visit.to();
    visit.application.provider.idToken({ iss: 'https://evil.example' });
    await codeFrom(visit.logIn());
    visit.application.provider.beHonest();
    expect(await visit.logIn()).toMatchObject({ user: { sub: 'user-1' } });
  });
});

describe('LoginService#complete refuses a code', () => {
  it('that belongs to the login of somebody else', async () => {
    const visit = await Visit.to();
    const { provider } = visit.application;
    const victim = provider.login(await visit.beginUrl());
    const own = provider.login(await visit.beginUrl());
    own.set('code', victim.get('code') ?? '');
    expect(await codeFrom(visit.complete(own))).toBe('code_rejected');
  });

  it('that belongs to the login of somebody else, also at a provider without PKCE', async () => {
    const visit = await Visit.to();
    const { provider } = visit.application;
    const victim = provider.login(await visit.beginUrl());
    const nonceOfVictim = provider.sent('par')[0]?.form.get('nonce');
    const own = provider.login(await visit.beginUrl());
    own.set('code', victim.get('code') ?? '');
    provider.answer('token', async () => ({
      body: {
        access_token: 'a',
        token_type: 'Bearer',
        id_token: await provider.issueIdToken({ nonce: nonceOfVictim ?? '' }),
      },
    }));
    expect(await codeFrom(visit.complete(own))).toBe('id_token_nonce_mismatch');
  });

  it('that the provider does not know', async () => {
    const visit = await Visit.to();
    const callback = visit.application.provider.login(await visit.beginUrl());
    callback.set('code', 'made up');
    expect(await codeFrom(visit.complete(callback))).toBe('code_rejected');
  });
});

describe('LoginService holds what came back against what was asked:', () => {
  async function codeOfLogin(asked: LoginRequest, claims: object): Promise<unknown> {
    const visit = await Visit.to();
    visit.application.provider.idToken(claims);
    return codeFrom(visit.logIn(asked).then(() => 'logged in'));
  }

  it.each<[string, LoginRequest['acrValues'], object]>([
    ['the eID that was asked for', MITID_HIGH, { authenticationtype: MITID_HIGH, loA: 'HIGH' }],
    ['a higher level', MITID_SUBSTANTIAL, { authenticationtype: MITID_HIGH, loA: 'HIGH' }],
    [
      'one of several',
      [MITID_HIGH, 'urn:grn:authn:mock'],
      { authenticationtype: 'urn:grn:authn:mock' },
    ],
    ['the acr of another provider', 'mfa', { acr: 'mfa' }],
    ['anything, when nothing was asked', [], {}],
  ])('takes %s', async (_, acrValues = [], claims) => {
    expect(await codeOfLogin({ acrValues }, claims)).toBe('logged in');
  });

  it.each<[string, string, object]>([
    ['a lower level', MITID_HIGH, { authenticationtype: MITID_SUBSTANTIAL }],
    [
      'a level that the name does not keep',
      MITID_HIGH,
      { authenticationtype: MITID_HIGH, loA: 'LOW' },
    ],
    ['another eID', MITID_HIGH, { authenticationtype: 'urn:grn:authn:se:bankid' }],
    ['a test eID', MITID_HIGH, { authenticationtype: 'urn:grn:authn:mock' }],
    ['another acr of another provider', 'mfa', { acr: 'password' }],
    ['no acr at all', MITID_HIGH, {}],
  ])('refuses %s', async (_, asked, claims) => {
    expect(await codeOfLogin({ acrValues: asked }, claims)).toBe('acr_not_satisfied');
  });

  it('takes the person who was to prove themselves once more', async () => {
    const visit = await Visit.to();
    const { user } = await visit.logIn();
    expect(await visit.logIn({ samePersonAs: user })).toMatchObject({ user: { sub: user.sub } });
  });

  it('refuses another person than that', async () => {
    const visit = await Visit.to();
    const { user } = await visit.logIn();
    visit.application.provider.idToken({ sub: 'user-2' });
    expect(await codeFrom(visit.logIn({ samePersonAs: user }))).toBe('user_mismatch');
  });

  it('knows the person of Norwegian BankID under another subject', async () => {
    const visit = await Visit.to();
    const { provider } = visit.application;
    provider.idToken({ uniqueuserid: '9578-6000-4-1' });
    const { user } = await visit.logIn();
    provider.idToken({ uniqueuserid: '9578-6000-4-1', sub: 'user-2' });
    expect(await visit.logIn({ samePersonAs: user })).toMatchObject({ user: { sub: 'user-2' } });
  });

  it.each([
    [NO_BANKID, 'substantial'],
    [`${NO_BANKID}:high`, 'high'],
  ])('takes plain Norwegian BankID, asked for as %s, for %s', async (acrValues, level) => {
    const visit = await Visit.to();
    visit.application.provider.idToken({ authenticationtype: NO_BANKID });
    expect(await visit.logIn({ acrValues })).toMatchObject({ user: { level } });
  });

  it('also against what the options ask of every login', async () => {
    const visit = await Visit.to({ login: { acrValues: MITID_HIGH } });
    visit.application.provider.idToken({ authenticationtype: 'urn:grn:authn:mock' });
    expect(await codeFrom(visit.logIn())).toBe('acr_not_satisfied');
  });

  it('also when the browser edited the URL that it was sent to', async () => {
    const visit = await Visit.to({ login: { acrValues: MITID_HIGH, pushed: 'never' } });
    const { provider } = visit.application;
    const url = (await visit.beginUrl()).replace(encodeURIComponent(MITID_HIGH), 'mock');
    provider.idToken({ authenticationtype: 'urn:grn:authn:mock' });
    expect(await codeFrom(visit.complete(provider.login(url)))).toBe('acr_not_satisfied');
  });
});

describe('LoginService holds the age of the authentication against what was asked:', () => {
  /** Logs in with five minutes allowed, after an authentication at that many seconds from now. */
  async function codeOfLogin(
    claims: (from: (seconds: number) => number) => object,
  ): Promise<unknown> {
    const visit = await Visit.to();
    const from = (seconds: number): number => visit.application.clock.seconds() + seconds;
    visit.application.provider.idToken(claims(from));
    return codeFrom(visit.logIn({ maxAge: 300 }).then(() => 'logged in'));
  }
  const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

  it.each([0, -299, -300, -360])('takes one %p s from now', async (seconds) => {
    expect(await codeOfLogin((from) => ({ auth_time: from(seconds) }))).toBe('logged in');
    expect(await codeOfLogin((from) => ({ authenticationinstant: iso(from(seconds)) }))).toBe(
      'logged in',
    );
  });

  it.each([-361, -3600, -1_000_000])('refuses one %p s from now', async (seconds) => {
    expect(await codeOfLogin((from) => ({ auth_time: from(seconds) }))).toBe(
      'authentication_too_old',
    );
    expect(await codeOfLogin((from) => ({ authenticationinstant: iso(from(seconds)) }))).toBe(
      'authentication_too_old',
    );
  });

  it('takes one that is ahead by no more than clocks may differ', async () => {
    expect(await codeOfLogin((from) => ({ auth_time: from(60) }))).toBe('logged in');
  });

  it.each([61, 3600, 1_000_000_000])(
    'refuses one %p s ahead, which proves nothing',
    async (seconds) => {
      expect(await codeOfLogin((from) => ({ auth_time: from(seconds) }))).toBe(
        'authentication_too_old',
      );
    },
  );

  it.each<[string, object]>([
    ['is silent', {}],
    ['sends no day of the calendar', { authenticationinstant: '2026-13-45T00:00:00Z' }],
    ['sends null', { authenticationinstant: null }],
  ])('refuses a login when the provider %s about it', async (_, claims) => {
    expect(await codeOfLogin(() => ({ auth_time: undefined, ...claims }))).toBe(
      'authentication_too_old',
    );
  });

  it('takes any, when nothing was asked', async () => {
    const visit = await Visit.to();
    visit.application.provider.idToken({ auth_time: 1 });
    expect(await visit.logIn()).toMatchObject({ user: { authenticatedAt: new Date(1000) } });
  });
});

describe('LoginService and userinfo', () => {
  it('does not ask for it by default', async () => {
    const visit = await Visit.to();
    await visit.logIn();
    expect(visit.application.provider.sent('userinfo')).toEqual([]);
  });

  it('adds what it says of the person', async () => {
    const visit = await Visit.to({ userInfo: 'required' });
    expect((await visit.logIn()).user.name).toBe('Demo T. User');
  });

  it('refuses the login when it speaks of somebody else', async () => {
    const visit = await Visit.to({ userInfo: 'required' });
    visit.application.provider.alter('userinfo', { sub: 'user-2' });
    expect(await codeFrom(visit.logIn())).toBe('userinfo_subject_mismatch');
  });

  it('refuses the login when it cannot be had', async () => {
    const visit = await Visit.to({ userInfo: 'required' });
    visit.application.provider.answer('userinfo', { status: 401 });
    expect(await codeFrom(visit.logIn())).toBe('userinfo_invalid');
  });

  it('does not ask for it when the ID token is refused', async () => {
    const visit = await Visit.to({ userInfo: 'required' });
    visit.application.provider.idToken({ iss: 'https://evil.example' });
    await codeFrom(visit.logIn());
    expect(visit.application.provider.sent('userinfo')).toEqual([]);
  });

  it('lets what is signed win', async () => {
    const visit = await Visit.to({ userInfo: 'required' });
    visit.application.provider.idToken({ authenticationtype: MITID_SUBSTANTIAL, name: 'Asta' });
    visit.application.provider.alter('userinfo', { authenticationtype: MITID_HIGH, name: 'Eva' });
    expect((await visit.logIn()).user).toMatchObject({ acr: MITID_SUBSTANTIAL, name: 'Asta' });
  });

  it('lets what is signed win under whatever name it comes', async () => {
    const visit = await Visit.to({ userInfo: 'required' });
    visit.application.provider.idToken({
      authenticationtype: MITID_SUBSTANTIAL,
      'dk:gov:saml:attribute:LoA': 'SUBSTANTIAL',
    });
    visit.application.provider.alter('userinfo', { loA: 'HIGH' });
    expect(await codeFrom(visit.logIn({ acrValues: MITID_HIGH }))).toBe('acr_not_satisfied');
  });

  it.each([
    ['acr', MITID_HIGH],
    ['amr', ['mfa']],
    ['auth_time', 1],
    ['exp', 9e9],
    ['nbf', 1],
    ['nonce', 'another'],
    ['azp', 'another'],
    ['jti', 'another'],
    ['sid', 'another'],
  ])('takes no %s from it, which is for the ID token to say', async (name, value) => {
    const visit = await Visit.to({ userInfo: 'required' });
    visit.application.provider.alter('userinfo', { [name]: value });
    const { claims } = (await visit.logIn()).user;
    expect(claims[name]).not.toEqual(value);
  });
});

describe('LoginService and userinfo that nobody signed', () => {
  const PLAIN = {
    authenticationtype: MITID_HIGH,
    authenticationinstant: '2026-09-21T14:13:20Z',
    identityscheme: 'dkmitid',
    loA: 'HIGH',
    uuid: 'somebody else',
    cprNumberIdentifier: '0107901234',
    cvrNumberIdentifier: '99999999',
    companySignatory: true,
    birthdate: '1990-07-01',
    email: 'asta@example.com',
  };

  /** The same, in a JWT that the provider signs. */
  const signUserInfo = (provider: StubProvider) =>
    provider.answer('userinfo', async ({ body }) => ({
      headers: { 'Content-Type': 'application/jwt' },
      body: await provider.sign({
        ...Object(body),
        ...PLAIN,
        iss: provider.issuer,
        aud: CLIENT_ID,
      }),
    }));

  let lines: LogLines;
  beforeEach(() => {
    lines = new LogLines();
    Logger.overrideLogger(lines);
  });
  afterEach(() => {
    Logger.overrideLogger(new ConsoleLogger());
  });

  const withPlain = async (idToken: object = {}): Promise<Visit> => {
    const visit = await Visit.to({ userInfo: 'required' });
    visit.application.provider.idToken(idToken);
    visit.application.provider.alter('userinfo', PLAIN);
    return visit;
  };

  it('takes what proves nothing, and nothing else', async () => {
    const { user } = await (await withPlain({ acr: 'phr' })).logIn();
    expect(user).toMatchObject({ acr: 'phr', eid: 'unknown', level: undefined });
    expect([user.nationalId, user.birthdate]).toEqual([undefined, undefined]);
    expect(Object.keys(PLAIN).filter((name) => name in user.claims)).toEqual(['email']);
  });

  it('raises no level', async () => {
    const visit = await withPlain({ acr: MITID_SUBSTANTIAL });
    expect(await codeFrom(visit.logIn({ acrValues: MITID_HIGH }))).toBe('acr_not_satisfied');
  });

  it('tells no time', async () => {
    const visit = await withPlain({ auth_time: undefined });
    const refused = visit.logIn({ maxAge: 300 });
    await expect(refused).rejects.toMatchObject({
      code: 'authentication_too_old',
      message: expect.stringContaining('authenticationinstant'),
    });
  });

  it('makes nobody the person who was to come back', async () => {
    const visit = await withPlain({ sub: 'user-2' });
    visit.application.provider.alter('userinfo', { ...PLAIN, sub: 'user-2' });
    const { issuer } = visit.application.options;
    const person = {
      issuer,
      sub: 'user-1',
      nationalId: '0107901234',
      claims: { uuid: PLAIN.uuid },
    };
    expect(await codeFrom(visit.logIn({ samePersonAs: person }))).toBe('user_mismatch');
  });

  it('says in the refusal what to switch on, and nothing of the person', async () => {
    const error: unknown = await (
      await withPlain()
    )
      .logIn({ acrValues: MITID_HIGH })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'acr_not_satisfied' });
    const { message } = error as Error;
    expect(message).toContain('The login came back as no acr at all, asked was');
    expect(message).toContain('"User info response strategy"');
    expect(message).toContain("`userInfo: 'signed'`");
    expect(message).not.toContain('0107901234');
  });

  it('is warned of once', async () => {
    const visit = await withPlain();
    await visit.logIn();
    await visit.logIn();
    expect(lines.text.split('"User info response strategy"')).toHaveLength(2);
  });

  it('is no news where the ID token says it all', async () => {
    await (await withPlain(PLAIN)).logIn();
    expect(lines.text).not.toContain('User info response strategy');
  });

  it('is believed where it is signed, by whatever option', async () => {
    const visit = await Visit.to({ userInfo: 'required' });
    const { provider } = visit.application;
    signUserInfo(provider);
    expect((await visit.logIn({ acrValues: MITID_HIGH })).user).toMatchObject({
      acr: MITID_HIGH,
      level: 'high',
      nationalId: '0107901234',
    });
  });

  it('does not outrank an ID token that says it by another name, though it is signed', async () => {
    const visit = await Visit.to({ userInfo: 'signed' });
    const { provider } = visit.application;
    provider.idToken({ acr: MITID_SUBSTANTIAL, auth_time: 1000 });
    signUserInfo(provider);
    expect((await visit.logIn()).user).toMatchObject({
      acr: MITID_SUBSTANTIAL,
      authenticatedAt: new Date(1_000_000),
    });
  });
});

describe('a login that is refused goes back', () => {
  /** Where its error leads. */
  async function wayOf(refused: Promise<unknown>): Promise<string | undefined> {
    const error: unknown = await refused.catch((thrown: unknown) => thrown);
    if (error instanceof CriiptoAuthError) return pageFactsOf(error).wayBack;
    throw new Error('The login was not refused');
  }

  it.each<[string, LoginRequest]>([
    ['a person', { samePersonAs: { issuer: 'a', sub: 'b', nationalId: undefined, claims: {} } }],
    ['an eID', { acrValues: MITID_HIGH }],
    ['a time', { maxAge: 0 }],
  ])('to the page that demanded %s', async (_what, request) => {
    const visit = await Visit.to();
    visit.application.provider.idToken({ auth_time: 1 });
    expect(await wayOf(visit.logIn({ ...request, returnTo: '/transfer' }))).toBe('/transfer');
  });

  it('to no other site', async () => {
    const visit = await Visit.to();
    const refused = visit.logIn({ acrValues: MITID_HIGH, returnTo: '//evil.example/' });
    expect(await wayOf(refused)).toBe('/');
  });

  it('also where it could not begin', async () => {
    const visit = await Visit.to();
    visit.application.provider.answer('discovery', { status: 503 });
    expect(await wayOf(visit.logIn({ acrValues: MITID_HIGH, returnTo: '/transfer' }))).toBe(
      '/transfer',
    );
  });

  /** Comes back when its time is over. */
  async function lateFor(request: LoginRequest): Promise<unknown> {
    const visit = await Visit.to();
    const parameters = visit.application.provider.login(await visit.beginUrl(request));
    visit.application.clock.advance(900);
    return visit.complete(parameters).catch((thrown: unknown) => thrown);
  }

  it('also where it came back too late', async () => {
    const error = await lateFor({ acrValues: MITID_HIGH, returnTo: '/transfer' });
    expect(error).toMatchObject({ code: 'login_expired' });
    expect(await wayOf(Promise.reject(error))).toBe('/transfer');
  });

  it('or knows the page that was wanted', async () => {
    const error = await lateFor({ returnTo: '/orders' });
    expect(await wayOf(Promise.reject(error))).toBeUndefined();
    expect(error instanceof CriiptoAuthError && pageFactsOf(error).wantedPage).toBe('/orders');
  });

  it('to no page in particular where none demanded anything', async () => {
    const visit = await Visit.to({ login: { acrValues: MITID_HIGH } });
    expect(await wayOf(visit.logIn({ returnTo: '/transfer' }))).toBeUndefined();
  });
});
