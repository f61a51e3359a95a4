import { Controller, Get, UseGuards } from '@nestjs/common';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  CriiptoAuthGuard,
  type CriiptoUser,
  CurrentUser,
  OptionalAuth,
  Public,
  RequireAcr,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
class GuardedController {
  @Get('me')
  me(@CurrentUser() user: CriiptoUser) {
    return user;
  }

  @Get('name')
  name(@CurrentUser('name') name: string, @CurrentUser('identityscheme') scheme: string) {
    return { name, scheme };
  }

  @Get('prices')
  @Public()
  prices() {
    return { prices: 'for all' };
  }

  @Get('greeting')
  @OptionalAuth()
  greeting(@CurrentUser('givenName') name?: string) {
    return { hello: name ?? 'stranger' };
  }

  @Get('transfer')
  @RequireAcr('urn:grn:authn:dk:mitid:high', { maxAge: 300 })
  transfer(@CurrentUser() user: CriiptoUser) {
    return { level: user.level };
  }

  @Get('norway')
  @RequireAcr('urn:grn:authn:no:bankid')
  norway(@CurrentUser() user: CriiptoUser) {
    return { level: user.level };
  }

  @Get('norway/loan')
  @RequireAcr('urn:grn:authn:no:bankid:high')
  loan(@CurrentUser() user: CriiptoUser) {
    return { level: user.level };
  }
}

/** What a page offers: labels, and where they lead. */
function linksOn(page: string): [label: string, href: string][] {
  const anchors = page.matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g);
  return [...anchors].map(([, href = '', label = '']) => [label, href]);
}

@Controller('open')
class UnguardedController {
  @Get()
  open() {
    return {};
  }
}

@Controller('public')
@Public()
class PublicController {
  @Get()
  open() {
    return {};
  }
}

describe.each(HTTP_ADAPTERS)('the guard on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [GuardedController, UnguardedController] });
  let app: TestApp;
  beforeAll(async () => {
    app = await start();
  });
  const read = async (browser: Browser, path: string) =>
    (await browser.fetch(app.url + path)).json();

  it('answers a script 401 in JSON', async () => {
    const response = await new Browser().fetch(`${app.url}/me`);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      statusCode: 401,
      message: 'Login required',
      error: 'Unauthorized',
    });
  });

  it('sends a navigation to login', async () => {
    const response = await new Browser().navigate(`${app.url}/me?a=1&b=2`);
    expect(locationOf(response)).toBe(`${app.url}/auth/login?returnTo=%2Fme%3Fa%3D1%26b%3D2`);
    expect(response.headers.get('cache-control')).toContain('no-store');
  });

  it.each([
    ['a fetch of a page', { accept: 'text/html', 'sec-fetch-dest': 'empty' }],
    ['an image', { accept: 'image/*', 'sec-fetch-dest': 'image' }],
    ['a client that takes anything', { accept: '*/*' }],
  ])('answers 401 to %s', async (_what, headers) => {
    expect((await new Browser().fetch(`${app.url}/me`, { headers })).status).toBe(401);
  });

  it('answers 401 to a navigation that would lose its body', async () => {
    const response = await new Browser().navigate(`${app.url}/me`, { method: 'POST', form: {} });
    expect([401, 404]).toContain(response.status);
  });

  it('lets everybody in to what is public', async () => {
    expect(await read(new Browser(), '/prices')).toEqual({ prices: 'for all' });
  });

  it('knows the user where a login is optional, and goes without', async () => {
    const browser = new Browser();
    expect(await read(browser, '/greeting')).toEqual({ hello: 'stranger' });
    await app.logIn(browser, { person: 'se-olle' });
    expect(await read(browser, '/greeting')).toEqual({ hello: 'Olle' });
  });

  it('gives a member of the user, or a claim', async () => {
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-freja' });
    expect(await read(browser, '/name')).toEqual({ name: 'Freja Prøvesen', scheme: 'dkmitid' });
  });

  it('takes no session that was tampered with', async () => {
    const browser = new Browser();
    await app.logIn(browser);
    const [cookie] = await browser.jar.getCookies(app.url);
    const value = cookie?.value ?? '';
    const flipped = value.slice(0, -2) + (value.endsWith('AA') ? 'BB' : 'AA');
    const forged = await fetch(`${app.url}/me`, {
      headers: { cookie: `${app.cookieNames.session}=${flipped}` },
    });
    expect(forged.status).toBe(401);
  });

  it('asks an API for a stronger login in the words of RFC 9470', async () => {
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-freja' });
    const response = await browser.fetch(`${app.url}/transfer`);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_user_authentication", acr_values="urn:grn:authn:dk:mitid:high", max_age="300"',
    );
  });

  it('sends a stranger to the stronger login at once', async () => {
    const browser = new Browser();
    const login = locationOf(await browser.navigate(`${app.url}/transfer`));
    expect(app.fake.requests.last('par')?.form['acr_values']).toBe('urn:grn:authn:dk:mitid:high');
    const { url } = await app.fake.approve(login, { person: 'dk-freja' });
    expect(locationOf(await browser.navigate(url))).toBe(`${app.url}/transfer`);
    expect(await read(browser, '/transfer')).toEqual({ level: 'high' });
  });

  it('answers 401 to a stranger who is no browser, at whatever level', async () => {
    const response = await new Browser().fetch(`${app.url}/transfer`);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, null]);
  });

  it('sends a browser to log in more strongly, and back', async () => {
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-freja' });
    const stepUp = locationOf(await browser.navigate(`${app.url}/transfer`));
    expect(app.fake.requests.last('par')?.form).toMatchObject({
      acr_values: 'urn:grn:authn:dk:mitid:high',
      prompt: 'login',
    });
    const { url } = await app.fake.approve(stepUp, { person: 'dk-freja' });
    expect(locationOf(await browser.navigate(url))).toBe(`${app.url}/transfer`);
    expect(await read(browser, '/transfer')).toEqual({ level: 'high' });
  });

  describe('a stronger login', () => {
    async function stepUpAs(person: string, browser: Browser): Promise<Response> {
      const stepUp = locationOf(await browser.navigate(`${app.url}/transfer`));
      const { url } = await app.fake.approve(stepUp, { person });
      return browser.navigate(url);
    }

    it('is refused to another person, and leaves the session as it was', async () => {
      const browser = new Browser();
      await app.logIn(browser, { person: 'dk-freja' });
      const before = await read(browser, '/me');
      const refused = await stepUpAs('dk-mads', browser);
      expect(refused.status).toBe(403);
      const page = await refused.text();
      expect(page).toContain('log out first');
      // What it offers is the same step once more, and no login over the session.
      expect(linksOn(page)).toEqual([
        ['Go back', `${app.url}/transfer`],
        ['To the start page', `${app.url}/`],
      ]);
      expect(app.log.text).toContain('user_mismatch');
      expect(await read(browser, '/me')).toEqual(before);
      expect((await browser.fetch(`${app.url}/transfer`)).status).toBe(401);
    });

    it('is begun again by the page that it was for, for the same person', async () => {
      const browser = new Browser();
      await app.logIn(browser, { person: 'dk-freja' });
      const page = await (await stepUpAs('dk-mads', browser)).text();
      const again = new Map(linksOn(page)).get('Go back') ?? '';
      const stepUp = locationOf(await browser.navigate(again));
      const { url } = await app.fake.approve(stepUp, { person: 'dk-mads' });
      expect((await browser.navigate(url)).status).toBe(403);
      expect(await read(browser, '/me')).toMatchObject({ name: 'Freja Prøvesen' });
      expect(locationOf(await stepUpAs('dk-freja', browser))).toBe(`${app.url}/transfer`);
    });

    it('that the user cancels goes back to the page, too', async () => {
      const browser = new Browser();
      await app.logIn(browser, { person: 'dk-freja' });
      const stepUp = locationOf(await browser.navigate(`${app.url}/transfer`));
      const { url } = await app.fake.approve(stepUp, { cancel: true });
      expect(linksOn(await (await browser.navigate(url)).text())[0]).toEqual([
        'Go back',
        `${app.url}/transfer`,
      ]);
    });

    it('is refused to another person though the session is gone meanwhile', async () => {
      const browser = new Browser();
      await app.logIn(browser, { person: 'dk-freja' });
      const stepUp = locationOf(await browser.navigate(`${app.url}/transfer`));
      await browser.navigate(`${app.url}/auth/logout`, { method: 'POST' });
      const { url } = await app.fake.approve(stepUp, { person: 'dk-mads' });
      expect((await browser.navigate(url)).status).toBe(403);
      expect((await browser.fetch(`${app.url}/me`)).status).toBe(401);
    });

    it('knows the person whom the application made a user of its own', async () => {
      const mapping = await start({
        controllers: [GuardedController],
        options: { mapUser: ({ name }) => ({ displayName: name }) },
      });
      const browser = new Browser();
      await mapping.logIn(browser, { person: 'dk-freja' });
      const begin = async () => locationOf(await browser.navigate(`${mapping.url}/transfer`));
      const other = await mapping.fake.approve(await begin(), { person: 'dk-mads' });
      expect((await browser.navigate(other.url)).status).toBe(403);
      const same = await mapping.fake.approve(await begin(), { person: 'dk-freja' });
      expect(locationOf(await browser.navigate(same.url))).toBe(`${mapping.url}/transfer`);
    });
  });

  it('protects every route when it is global, but for what is public', async () => {
    const guarded = await start({
      controllers: [UnguardedController, PublicController],
      extras: { globalGuard: true },
    });
    const browser = new Browser();
    expect((await browser.fetch(`${guarded.url}/open`)).status).toBe(401);
    expect((await browser.fetch(`${guarded.url}/public`)).status).toBe(200);
    expect((await browser.fetch(`${guarded.url}/.well-known/jwks.json`)).status).toBe(200);
    await guarded.logIn(browser);
    expect((await browser.fetch(`${guarded.url}/open`)).status).toBe(200);
  });

  it.each(['urn:grn:authn:no:bankid', 'urn:grn:authn:no:bankid:substantial'])(
    'takes %s for BankID Norway, and for no more than substantial',
    async (acrValues) => {
      const norwegian = await start({
        controllers: [GuardedController],
        options: { login: { acrValues } },
      });
      const browser = new Browser();
      const open = async (path: string) => (await browser.fetch(norwegian.url + path)).json();
      await norwegian.logIn(browser, { person: 'no-ingrid' });
      expect(await open('/norway')).toEqual({ level: 'substantial' });
      expect(await open('/norway/loan')).toMatchObject({ statusCode: 401 });
      const stepUp = locationOf(await browser.navigate(`${norwegian.url}/norway/loan`));
      const { url } = await norwegian.fake.approve(stepUp, { person: 'no-ingrid' });
      await browser.navigate(url);
      expect(await open('/norway/loan')).toEqual({ level: 'high' });
      expect(await open('/norway')).toEqual({ level: 'high' });
    },
  );

  it('leaves other routes alone when it is not', async () => {
    expect((await new Browser().fetch(`${app.url}/open`)).status).toBe(200);
  });
});
