import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { LogLines } from '../../test/support/log-lines.js';
import { SECRET } from '../../test/support/written-options.js';
import { minutes } from '../common/durations.js';
import type { Cookies } from '../http/cookies.js';
import type { CriiptoAuthOptions } from '../options/criipto-auth-options.js';
import { InMemoryStore } from '../stores/in-memory-store.js';

const LOGGED_OUT = 'https://app.example.com/auth/logged-out';

let log: LogLines;
let browser: BrowserCookies;

beforeEach(() => {
  log = new LogLines();
  Logger.overrideLogger(log);
  browser = new BrowserCookies();
  browser.held.set('__Host-criipto-session', 'a session');
});

afterEach(async () => {
  Logger.overrideLogger(new ConsoleLogger());
  await stopApplications();
});

const begin = async (application: Application): Promise<URL> =>
  new URL(await application.logout.begin(application.cookiesOf(browser)));

const finish = (application: Application, state: string | null): boolean =>
  application.logout.finish(application.cookiesOf(browser), state);

describe('LogoutService#begin', () => {
  it('ends the session', async () => {
    await begin(await startApplication());
    expect(browser.names()).not.toContain('__Host-criipto-session');
  });

  it('sends the browser to the provider, and has it sent back', async () => {
    const application = await startApplication();
    const url = await begin(application);
    expect(url.href).toContain(`${application.provider.issuer}/logout?`);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(LOGGED_OUT);
    expect(url.searchParams.get('state')).toMatch(/^[\w-]{43}$/);
  });

  it('tells that it reached the provider', async () => {
    const application = await startApplication();
    const heard: unknown[] = [];
    application.events.on('logout.completed', (payload) => heard.push(payload));
    await begin(application);
    expect(heard).toEqual([{ atProvider: true }]);
  });

  it('shows nothing of the state in the cookie that remembers it', async () => {
    const state = (await begin(await startApplication())).searchParams.get('state') ?? '';
    const header = browser.received.at(-1) ?? '';
    expect(header).toMatch(
      /^__Host-criipto-logout-[\w-]{8}=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Lax; Max-Age=900$/,
    );
    expect(header).not.toContain(state);
  });
});

describe('LogoutService#begin, with logout.idTokenHint,', () => {
  /** Logs in, and tells what the provider is to be told at logout. */
  async function hintAfterLogin(
    written: Partial<CriiptoAuthOptions>,
    claims: object = {},
  ): Promise<{ readonly hint: string | null; readonly application: Application }> {
    const application = await startApplication(written);
    const { provider, login, sessions } = application;
    provider.idToken(claims);
    const cookies = (): Cookies => application.cookiesOf(browser);
    const callback = provider.login(await login.begin(cookies()));
    const { user, tokens } = await login.complete(cookies(), callback);
    await sessions.create(cookies(), user, user, tokens);
    return { hint: (await begin(application)).searchParams.get('id_token_hint'), application };
  }
  const stored = (): Partial<CriiptoAuthOptions> => ({
    session: { secret: SECRET, store: new InMemoryStore(new FakeClock()) },
    logout: { idTokenHint: true },
  });

  it('names the ID token of the login, to the letter', async () => {
    const { hint, application } = await hintAfterLogin(stored());
    expect(hint).toBe(application.provider.idTokens[0]);
    expect(application.provider.complaints).toEqual([]);
  });

  it('does not name one that is too long for an address', async () => {
    expect((await hintAfterLogin(stored(), { evidence: 'x'.repeat(6_000) })).hint).toBeNull();
  });

  it('names none when it is off', async () => {
    expect((await hintAfterLogin({ ...stored(), logout: {} })).hint).toBeNull();
  });

  it('has none to name after a login that kept none', async () => {
    const application = await startApplication(stored());
    expect((await begin(application)).searchParams.has('id_token_hint')).toBe(false);
  });
});

describe('LogoutService#begin ends the session here alone', () => {
  /** Logs out of an application, and says where the browser is sent and what was told. */
  async function logout(application: Application): Promise<{ url: string; heard: unknown[] }> {
    const heard: unknown[] = [];
    application.events.on('logout.completed', (payload) => heard.push(payload));
    const { href: url } = await begin(application);
    expect(browser.names()).toEqual([]);
    return { url, heard };
  }
  const here = (url: string): object => ({ url, heard: [{ atProvider: false }] });

  it('when the options say so', async () => {
    const application = await startApplication({ logout: { provider: false } });
    expect(await logout(application)).toEqual(here(LOGGED_OUT));
    expect(application.provider.requests).toEqual([]);
  });

  it('and goes where the options say', async () => {
    const logOut = { provider: false, returnTo: '/bye' };
    const application = await startApplication({ logout: logOut });
    expect(await logout(application)).toEqual(here('https://app.example.com/bye'));
  });

  it('when the provider has no place to log out', async () => {
    const application = await startApplication();
    application.provider.alter('discovery', { end_session_endpoint: undefined });
    expect(await logout(application)).toEqual(here(LOGGED_OUT));
  });

  it('when there is no way back from the provider', async () => {
    const application = await startApplication({}, { loggedOut: false });
    expect(await logout(application)).toEqual(here('https://app.example.com/'));
  });

  it('when the provider is down, and says so in the log', async () => {
    const application = await startApplication();
    application.provider.answer('discovery', { status: 503 });
    expect(await logout(application)).toEqual(here(LOGGED_OUT));
    expect(log.text).toContain(
      'warn The user was logged out here, but not at the provider: discovery_failed',
    );
  });
});

describe('LogoutService#finish', () => {
  it('knows the browser that comes back, once', async () => {
    const application = await startApplication();
    const state = (await begin(application)).searchParams.get('state');
    expect(finish(application, state)).toBe(true);
    expect(browser.names()).toEqual([]);
    expect(finish(application, state)).toBe(false);
  });

  it.each([null, '', 'another', 'x'.repeat(10_000)])(
    'does not know the state %p',
    async (state) => {
      const application = await startApplication();
      await begin(application);
      expect(finish(application, state)).toBe(false);
    },
  );

  it('does not know the state with something added', async () => {
    const application = await startApplication();
    const state = (await begin(application)).searchParams.get('state');
    expect(finish(application, `${state ?? ''}_INVALID`)).toBe(false);
  });

  it('does not know a browser that did not start to log out', async () => {
    const application = await startApplication();
    const state = (await begin(application)).searchParams.get('state');
    browser = new BrowserCookies();
    expect(finish(application, state)).toBe(false);
  });

  it('does not know a cookie of another purpose', async () => {
    const application = await startApplication();
    const state = (await begin(application)).searchParams.get('state');
    await application.login.begin(application.cookiesOf(browser));
    const loginCookie = browser.names().find((name) => name.includes('login'));
    const logoutCookie = browser.names().find((name) => name.includes('logout'));
    browser.held.set(logoutCookie ?? '', browser.held.get(loginCookie ?? '') ?? '');
    expect(finish(application, state)).toBe(false);
  });

  it('knows one that 0.1.0 began, and takes its cookie away', async () => {
    const application = await startApplication();
    const seal = application.options.session.seals.for('logout');
    const until = application.clock.seconds() + minutes(15);
    browser.held.set('__Host-criipto-logout', seal.seal('criipto-logout', 'state', until));
    expect(finish(application, 'another')).toBe(false);
    expect(finish(application, 'state')).toBe(true);
    expect(browser.names()).not.toContain('__Host-criipto-logout');
  });

  it('takes the cookie of one that 0.1.0 began away when another begins', async () => {
    browser.held.set('__Host-criipto-logout', 'of another time');
    await begin(await startApplication());
    expect(browser.names()).toEqual([expect.stringMatching(/^__Host-criipto-logout-[\w-]{8}$/)]);
  });

  it('does not know a browser that comes back after a quarter of an hour', async () => {
    const application = await startApplication();
    const state = (await begin(application)).searchParams.get('state');
    application.clock.advance(minutes(15));
    expect(finish(application, state)).toBe(false);
  });
});
