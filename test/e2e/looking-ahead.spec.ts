import { Controller, Get, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { ExpressAdapter } from '@nestjs/platform-express';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Clock,
  CriiptoAuthGuard,
  CriiptoLoginGuard,
  OptionalAuth,
  RequireAcr,
  RequireAge,
} from 'nestjs-criipto-auth';
import { request } from 'undici';

import { Browser, locationOf } from '../support/browser.js';
import { FakeClock } from '../support/fake-clock.js';
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

  @Get('wine')
  @RequireAge(18)
  wine() {
    return {};
  }

  @Get('start')
  @OptionalAuth()
  start() {
    return {};
  }
}

@Controller()
@UseGuards(CriiptoLoginGuard)
class OwnLogin {
  @Get('sign-in')
  signIn() {}
}

const AHEAD: readonly (readonly [string, object])[] = [
  ['a prefetch', { headers: { 'sec-purpose': 'prefetch', 'sec-fetch-dest': 'empty' } }],
  ['a prefetch of a document', { headers: { 'sec-purpose': 'prefetch;anonymous-client-ip' } }],
  ['a prerender', { headers: { 'sec-purpose': 'prefetch;prerender' } }],
  ['a prefetch of an older browser', { headers: { purpose: 'prefetch' } }],
  ['a prefetch of an older Firefox', { headers: { 'x-moz': 'prefetch' } }],
  ['HEAD', { method: 'HEAD' }],
];

describe.each(HTTP_ADAPTERS)('who looks ahead on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [Pages, OwnLogin] });
  const clock = new FakeClock(Date.now());
  let app: TestApp;
  beforeAll(async () => {
    app = await start({
      options: { logout: { returnTo: '/start' } },
      build: (builder) => builder.overrideProvider(Clock).useValue(clock),
    });
  });
  beforeEach(() => app.fake.requests.clear());

  const nothingBegan = (response: Response): void => {
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(response.headers.get('location')).toBeNull();
    expect(app.fake.requests.all).toEqual([]);
  };

  describe.each(AHEAD)('by %s', (what, visit) => {
    it.each(['/auth/login?returnTo=/me', '/sign-in', '/auth/callback?code=1&state=2'])(
      'gets nothing of %s, and begins nothing',
      async (path) => {
        const response = await new Browser().navigate(app.url + path, visit);
        expect(response.status).toBe(204);
        expect(response.headers.get('cache-control')).toBe('no-store');
        expect(await response.text()).toBe('');
        nothingBegan(response);
      },
    );

    it.each(['/me', '/transfer', '/wine'])('gets 401 of %s, and begins nothing', async (path) => {
      const response = await new Browser().navigate(app.url + path, visit);
      expect(response.status).toBe(401);
      if (what !== 'HEAD') expect(response.headers.get('cache-control')).toBe('no-store');
      nothingBegan(response);
    });

    it('gets the page of who is logged in, and is no use of the session', async () => {
      const browser = new Browser();
      await app.logIn(browser);
      app.fake.requests.clear();
      clock.advance(120);
      const ahead = await browser.navigate(`${app.url}/me`, visit);
      expect(ahead.status).toBe(200);
      nothingBegan(ahead);
      expect((await browser.navigate(`${app.url}/me`)).headers.getSetCookie()).toHaveLength(1);
      clock.advance(-120);
      expect((await browser.navigate(`${app.url}/transfer`, visit)).status).toBe(401);
    });
  });

  it('pushes out no login under way, however often', async () => {
    const browser = new Browser();
    const begin = await browser.navigate(`${app.url}/auth/login`);
    for (let time = 0; time < 12; time += 1) {
      const [, visit] = AHEAD[time % AHEAD.length] ?? ['', {}];
      await browser.navigate(`${app.url}/auth/login`, visit);
    }
    const { url } = await app.fake.approve(locationOf(begin));
    expect((await browser.navigate(url, AHEAD[0]?.[1])).status).toBe(204);
    expect((await browser.navigate(url)).status).toBe(303);
  });

  it('ends no logout under way', async () => {
    const browser = new Browser();
    await app.logIn(browser);
    const out = await browser.navigate(`${app.url}/auth/logout`, { method: 'POST' });
    const back = locationOf(await browser.navigate(locationOf(out)));
    for (const [, visit] of AHEAD) expect((await browser.navigate(back, visit)).status).toBe(204);
    expect(locationOf(await browser.navigate(back))).toBe(`${app.url}/start`);
  });

  it.each(['/me', '/transfer', '/start'])(
    'by HEAD of %s gets what GET would, from a script',
    async (path) => {
      const [head, get] = await Promise.all(
        ['HEAD', 'GET'].map((method) => new Browser().fetch(app.url + path, { method })),
      );
      expect(head?.status).toBe(get?.status);
      expect(head?.headers.get('cache-control')).toBe(get?.headers.get('cache-control'));
    },
  );
});

/** `fetch()` of Node names a mode of its own. */
async function passedOn(browser: Browser, url: string): Promise<string> {
  const { headers } = await request(url, {
    headers: {
      accept: 'text/html',
      'sec-fetch-dest': 'empty',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-site': 'cross-site',
      cookie: await browser.jar.getCookieString(url),
    },
  });
  for (const cookie of [headers['set-cookie'] ?? []].flat())
    await browser.jar.setCookie(cookie, url);
  return String(headers['location']);
}

describe.each(HTTP_ADAPTERS)('a service worker on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [Pages] });

  it.each(['/me', '/transfer'])(
    'that passes a navigation to %s on leads to login and back',
    async (path) => {
      const app = await start();
      const browser = new Browser();
      const wanted = await passedOn(browser, app.url + path);
      const begin = path === '/me' ? await passedOn(browser, wanted) : wanted;
      const { url } = await app.fake.approve(begin);
      expect(await passedOn(browser, url)).toBe(app.url + path);
    },
  );
});

@Controller()
class WithPassport {
  @Get('auth/criipto')
  @UseGuards(AuthGuard('criipto'))
  signIn() {}
}

describe("AuthGuard('criipto')", () => {
  const start = appsOn(() => new ExpressAdapter(), { controllers: [WithPassport] });

  it.each(AHEAD)('begins nothing for %s', async (_what, visit) => {
    const app = await start();
    const response = await new Browser().navigate(`${app.url}/auth/criipto`, visit);
    expect(response.status).toBe(204);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(app.fake.requests.all).toEqual([]);
  });
});
