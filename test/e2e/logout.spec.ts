import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { InMemoryStore, SystemClock } from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { ProtectedController } from '../support/protected.controller.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';

describe.each(HTTP_ADAPTERS)('a logout on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProtectedController] });
  let app: TestApp;
  beforeAll(async () => {
    app = await start();
  });

  const logOut = (browser: Browser, headers = {}) =>
    browser.navigate(`${app.url}/auth/logout`, { method: 'POST', headers });

  it('ends the session here and goes on to the provider and back', async () => {
    const browser = new Browser();
    await app.logIn(browser);
    const atProvider = locationOf(await logOut(browser));
    expect((await browser.fetch(`${app.url}/me`)).status).toBe(401);
    expect(atProvider).toContain(`${app.fake.issuer}/oauth2/logout?`);

    const back = locationOf(await browser.navigate(atProvider));
    expect(back).toContain(`${app.url}/auth/logged-out?state=`);
    expect(await browser.cookieNames(app.url)).toEqual([app.cookieNames.logout]);
    const page = await browser.navigate(back);
    expect(await page.text()).toContain('You are logged out');
    expect(await browser.cookieNames(app.url)).toEqual([]);
  });

  it('names its ID token to the provider, when the session keeps it', async () => {
    const session = { secret: SESSION_SECRET, store: new InMemoryStore(new SystemClock()) };
    const own = await start({ options: { session, logout: { idTokenHint: true } } });
    const browser = new Browser();
    await own.logIn(browser, { person: 'dk-freja' });
    const out = await browser.navigate(`${own.url}/auth/logout`, { method: 'POST' });
    const back = await browser.navigate(locationOf(out));
    expect(locationOf(back)).toContain(`${own.url}/auth/logged-out?state=`);
    const { id_token_hint: hint = '' } = own.fake.requests.last('logout')?.query ?? {};
    expect(decodeJwt(hint)).toMatchObject({ iss: own.fake.issuer, name: 'Freja Prøvesen' });
    expect(own.log.text).not.toContain(hint);
  });

  it('is not believed to be ours with another state', async () => {
    const browser = new Browser();
    await app.logIn(browser);
    await logOut(browser);
    const page = await browser.navigate(`${app.url}/auth/logged-out?state=forged`);
    expect(page.status).toBe(200);
    expect(await browser.cookieNames(app.url)).toEqual([app.cookieNames.logout]);
  });

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['an old browser on another site', { origin: 'https://evil.example' }],
    ['a neighbouring host', { origin: 'http://other.localhost', 'sec-fetch-site': 'same-site' }],
    ['a page that hides where it is', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a script of a hidden page in an old browser', { origin: 'null', accept: 'application/json' }],
  ])('is refused to %s', async (_who, headers) => {
    const browser = new Browser();
    await app.logIn(browser);
    const response = await logOut(browser, { accept: 'application/json', ...headers });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'logout_cross_site' });
    expect((await browser.fetch(`${app.url}/me`)).status).toBe(200);
  });

  describe('that an application of one page asks for', () => {
    const asksForJson = { accept: 'application/json', 'sec-fetch-site': 'same-origin' };
    const ask = (at: TestApp, browser: Browser) =>
      browser.fetch(`${at.url}/auth/logout`, { method: 'POST', headers: asksForJson });

    it('ends the session, and tells where it goes on at the provider and back', async () => {
      const browser = new Browser();
      await app.logIn(browser);
      const response = await ask(app, browser);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toContain('no-store');
      const body = (await response.json()) as { logoutUrl: string };
      expect(body).toEqual({ logoutUrl: expect.any(String) });
      expect((await browser.fetch(`${app.url}/me`)).status).toBe(401);
      const back = locationOf(await browser.navigate(body.logoutUrl));
      expect(back).toContain(`${app.url}/auth/logged-out?state=`);
      expect(await (await browser.navigate(back)).text()).toContain('You are logged out');
    });

    it('tells an absolute URL also where it stays at home', async () => {
      const own = await start({ options: { logout: { provider: false, returnTo: '/bye' } } });
      const response = await ask(own, new Browser());
      expect(await response.json()).toEqual({ logoutUrl: `${own.url}/bye` });
    });
  });

  it('that is refused says so on a page that offers no login', async () => {
    const response = await logOut(new Browser(), { 'sec-fetch-site': 'same-site' });
    const page = await response.text();
    expect(page).toContain('You were not logged out');
    expect(page).not.toContain('/auth/login');
  });

  it('is for a page of ours, also for one that hides where it is', async () => {
    const browser = new Browser();
    await app.logIn(browser);
    const headers = { origin: 'null', 'sec-fetch-site': 'same-origin' };
    expect((await logOut(browser, headers)).status).toBe(303);
    expect((await browser.fetch(`${app.url}/me`)).status).toBe(401);
  });

  describe('that a hidden page asks for in an old browser', () => {
    const hidden = { origin: 'null' };
    const isLoggedIn = async (browser: Browser) =>
      (await browser.fetch(`${app.url}/me`)).status === 200;

    /** The token of the question. */
    async function asked(browser: Browser): Promise<string> {
      const response = await logOut(browser, hidden);
      expect(response.status).toBe(200);
      const page = await response.text();
      expect(page).toContain('<h1>Log out?</h1>');
      expect(page).toContain(`<form method="post" action="${app.url}/auth/logout">`);
      return /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    }

    const answer = (browser: Browser, token: string) =>
      browser.navigate(`${app.url}/auth/logout`, {
        headers: hidden,
        form: { token },
      });

    it('asks the user, and then logs out', async () => {
      const browser = new Browser();
      await app.logIn(browser);
      const token = await asked(browser);
      expect(await isLoggedIn(browser)).toBe(true);
      expect(locationOf(await answer(browser, token))).toContain('/oauth2/logout?');
      expect(await isLoggedIn(browser)).toBe(false);
    });

    it.each<[string, (token: string) => string]>([
      ['nothing', () => ''],
      ['what somebody made up', () => 'AQ'],
      ['what was changed', (token) => token.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))],
    ])('asks once more when the answer brings %s', async (_what, tamper) => {
      const browser = new Browser();
      await app.logIn(browser);
      const response = await answer(browser, tamper(await asked(browser)));
      expect(await response.text()).toContain('Log out?');
      expect(await isLoggedIn(browser)).toBe(true);
    });

    it.each([
      ['that was not asked', false],
      ['that was asked itself', true],
    ])('takes the answer of no other browser, by one %s', async (_which, wasAsked) => {
      const browser = new Browser();
      await app.logIn(browser);
      if (wasAsked) await asked(browser);
      const response = await answer(browser, await asked(new Browser()));
      expect(await response.text()).toContain('Log out?');
      expect(await isLoggedIn(browser)).toBe(true);
    });

    it('leaves nothing of the question behind', async () => {
      const own = await start({ options: { logout: { provider: false } } });
      const browser = new Browser();
      const url = `${own.url}/auth/logout`;
      const question = await browser.navigate(url, { method: 'POST', headers: hidden });
      const token = /name="token" value="([^"]+)"/.exec(await question.text())?.[1] ?? '';
      const response = await browser.navigate(url, { headers: hidden, form: { token } });
      expect(response.status).toBe(303);
      expect(await browser.cookieNames(own.url)).toEqual([]);
    });
  });

  it('is not a link', async () => {
    expect((await new Browser().navigate(`${app.url}/auth/logout`)).status).toBe(404);
  });

  it('works while the provider is away', async () => {
    const lonely = await start({ options: { issuer: 'http://127.0.0.1:9' } });
    const loggedOut = await new Browser().navigate(`${lonely.url}/auth/logout`, { method: 'POST' });
    expect(locationOf(loggedOut)).toBe(`${lonely.url}/auth/logged-out`);
    expect(lonely.log.text).toContain('not at the provider');
  });

  it('ends where it is told to, when the provider sends back the state of ours', async () => {
    const own = await start({ options: { logout: { returnTo: '/bye' } } });
    const browser = new Browser();
    await own.logIn(browser);
    const atProvider = locationOf(
      await browser.navigate(`${own.url}/auth/logout`, { method: 'POST' }),
    );
    const back = locationOf(await browser.navigate(atProvider));
    const forged = await browser.navigate(back.replace(/state=.*/, 'state=forged'));
    expect(await forged.text()).toContain('You are logged out');
    expect(locationOf(await browser.navigate(back))).toBe(`${own.url}/bye`);
  });

  it('stays at home, and ends where it is told to', async () => {
    const own = await start({ options: { logout: { provider: false, returnTo: '/bye' } } });
    const browser = new Browser();
    await own.logIn(browser);
    const response = await browser.navigate(`${own.url}/auth/logout`, { method: 'POST' });
    expect(locationOf(response)).toBe(`${own.url}/bye`);
    expect(own.fake.requests.of('logout')).toEqual([]);
  });
});
