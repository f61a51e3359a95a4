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
    expect(await browser.cookieNames(app.url)).toEqual(['criipto-logout']);
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
    expect(await browser.cookieNames(app.url)).toEqual(['criipto-logout']);
  });

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['an old browser on another site', { origin: 'https://evil.example' }],
  ])('is refused to %s', async (_who, headers) => {
    const browser = new Browser();
    await app.logIn(browser);
    expect((await logOut(browser, headers)).status).toBe(403);
    expect((await browser.fetch(`${app.url}/me`)).status).toBe(200);
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
