import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { ExpressAdapter } from '@nestjs/platform-express';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CriiptoAuthGuard, CriiptoLoginGuard, RequireAcr } from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
class Pages {
  @Get('me')
  me() {
    return {};
  }

  @Get('transfer')
  @RequireAcr('urn:grn:authn:dk:mitid:high')
  transfer() {
    return {};
  }
}

@Controller('login')
@UseGuards(CriiptoLoginGuard)
class OwnLogin {
  @Get()
  start() {}

  @Get('callback')
  done() {
    return {};
  }

  @Post('callback')
  donePosted() {
    return {};
  }
}

const OWN_ROUTES = {
  login: { path: '/login', mount: false },
  callback: { path: '/login/callback', mount: false },
} as const;

/** Any page may have these in its address. */
const QUERIES = ['error=x', 'code=1', 'state=CA', 'code=1&state=2', 'error=x&state=2'];

const isAtProvider = (app: TestApp, response: Response): boolean =>
  locationOf(response).startsWith(app.fake.issuer);

describe.each(HTTP_ADAPTERS)('which leg of a login it is on %s', (_name, adapter) => {
  const start = appsOn(adapter);

  describe.each([
    ['the routes of the module', '/auth/login', '/auth/callback', {}],
    ['routes with CriiptoLoginGuard', '/login', '/login/callback', { routes: OWN_ROUTES }],
  ])('at %s', (_which, login, callback, extras) => {
    let app: TestApp;
    beforeAll(async () => {
      app = await start({ controllers: [OwnLogin], extras, redirectPaths: [callback] });
    });

    it.each(QUERIES)('is the first at the login route with ?%s', async (query) => {
      const response = await new Browser().navigate(`${app.url}${login}?${query}`);
      expect(response.status).toBe(302);
      expect(isAtProvider(app, response)).toBe(true);
    });

    it('is the second at the callback, even without a query', async () => {
      const response = await new Browser().navigate(app.url + callback);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('Go back to where you started');
      expect(response.headers.getSetCookie()).toEqual([]);
    });

    it.each(['/', '?error=x', '?x=1'])('is no first at the callback with %s', async (more) => {
      const response = await new Browser().navigate(app.url + callback + more);
      expect([200, 400, 404]).toContain(response.status);
      expect(response.headers.getSetCookie()).toEqual([]);
    });
  });

  describe('where callbacks are forms', () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await start({
        controllers: [OwnLogin],
        options: { login: { responseMode: 'form_post' } },
        extras: { routes: OWN_ROUTES },
        redirectPaths: ['/login/callback'],
      });
    });

    it.each(['/login/callback', '/login/callback/', '/Login/Callback'])(
      'is never the first at %s',
      async (path) => {
        const browser = new Browser();
        const begin = await browser.navigate(`${app.url}/login`);
        const { form = {} } = await app.fake.approve(locationOf(begin));
        app.fake.requests.clear();
        const response = await browser.navigate(app.url + path, { form });
        // A router that tells paths apart to the letter has no such route.
        expect([201, 404]).toContain(response.status);
        expect(app.fake.requests.of('par')).toEqual([]);
        const bare = await new Browser().navigate(app.url + path);
        expect([200, 404]).toContain(bare.status);
        expect(app.fake.requests.of('par')).toEqual([]);
      },
    );
  });
});

@Controller()
class WithPassport {
  @Get('login')
  @UseGuards(AuthGuard('criipto'))
  start() {}

  @Get('login/callback')
  @UseGuards(AuthGuard('criipto'))
  done() {
    return {};
  }
}

describe("which leg it is under AuthGuard('criipto')", () => {
  const start = appsOn(() => new ExpressAdapter(), { controllers: [WithPassport] });
  let app: TestApp;
  beforeAll(async () => {
    app = await start({ extras: { routes: OWN_ROUTES }, redirectPaths: ['/login/callback'] });
  });

  it.each(QUERIES)('is the first at the login route with ?%s', async (query) => {
    expect(isAtProvider(app, await new Browser().navigate(`${app.url}/login?${query}`))).toBe(true);
  });

  it.each(['', '/', '?x=1'])('is the second at the callback%s', async (more) => {
    const response = await new Browser().navigate(`${app.url}/login/callback${more}`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Go back to where you started');
  });
});

describe.each(HTTP_ADAPTERS)('the page that was wanted on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [Pages] });
  let app: TestApp;
  beforeAll(async () => {
    app = await start();
  });

  /** What the query of a login route says, and the path of the page where it ends. */
  async function endsAt(query: string): Promise<string> {
    const browser = new Browser();
    const begin = await browser.navigate(`${app.url}/auth/login?${query}`);
    const { url } = await app.fake.approve(locationOf(begin));
    return locationOf(await browser.navigate(url)).slice(app.url.length);
  }

  it.each([
    '/søg/blåbær grød?q=rødgrød med fløde#æ',
    '/検索/コーヒー?q=ラテ',
    '/поиск?q=слово',
    '/c++?q=1+1=2',
    '/100%25?q=50%2525',
  ])('comes back as it was: %s', async (path) => {
    const asBrowsersSendIt = new URL(app.url + path).href.slice(app.url.length);
    expect(await endsAt(`returnTo=${encodeURIComponent(path)}`)).toBe(asBrowsersSendIt);
    expect(await endsAt(new URLSearchParams({ returnTo: path }).toString())).toBe(asBrowsersSendIt);
    const [written = '', fragment] = path.split('#');
    const asTheyLinkIt = `returnTo=${encodeURI(written)}`;
    if (fragment === undefined) expect(await endsAt(asTheyLinkIt)).toBe(asBrowsersSendIt);
  });

  it('comes back as it was asked for, from the guard', async () => {
    const browser = new Browser();
    const path = '/me?q=bl%C3%A5%20b%C3%A6r+1%2B1';
    const begin = await browser.navigate(locationOf(await browser.navigate(app.url + path)));
    const { url } = await app.fake.approve(locationOf(begin));
    expect(locationOf(await browser.navigate(url))).toBe(app.url + path);
  });

  /** Follows a link of a page, as far as to the provider. */
  async function follow(browser: Browser, page: Response, label: string): Promise<string> {
    const links = [...(await page.text()).matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)];
    const href = links.find(([, , text]) => text === label)?.[1] ?? '';
    const answer = await browser.navigate(href);
    return isAtProvider(app, answer) ? locationOf(answer) : follow(browser, answer, label);
  }

  it.each([
    ['a login', '/auth/login?returnTo=/me', 'Try again', '/me'],
    ['a step-up', '/transfer', 'Go back', '/transfer'],
  ])(
    'is where the user comes who cancelled %s and tries again',
    async (_what, from, label, page) => {
      const browser = new Browser();
      const begin = await browser.navigate(app.url + from);
      const cancelled = await app.fake.approve(locationOf(begin), { cancel: true });
      const again = await follow(browser, await browser.navigate(cancelled.url), label);
      const { url } = await app.fake.approve(again, { person: 'dk-freja' });
      expect(locationOf(await browser.navigate(url))).toBe(app.url + page);
    },
  );

  it('is not forgotten where a login could not begin', async () => {
    const stranger = await start({ options: { clientSecret: 'unknown' } });
    const refused = await new Browser().navigate(`${stranger.url}/auth/login?returnTo=/me?a=1`);
    expect(refused.status).toBe(502);
    expect(await refused.text()).toContain('/auth/login?returnTo=%2Fme%3Fa%3D1">Try again<');
  });
});
