import { Controller, Get, type INestApplication, UseGuards } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CriiptoAuthGuard, RequireAcr } from 'nestjs-criipto-auth';

import {
  ApplicationHost,
  below,
  type Front,
  type HostedApp,
  mounting,
  passing,
  stripping,
} from '../support/application-host.js';
import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';

const PATH = '/app';

@Controller()
@UseGuards(CriiptoAuthGuard)
class Pages {
  @Get('me')
  me() {
    return {};
  }

  @Get('transfer')
  @RequireAcr('urn:grn:authn:dk:mitid:high', { maxAge: 300 })
  transfer() {
    return {};
  }
}

@Controller('app')
@UseGuards(CriiptoAuthGuard)
class PagesWithPath extends Pages {}

interface Standing {
  readonly front: Front;
  readonly adapter?: () => AbstractHttpAdapter;
  readonly controller?: typeof Pages;
  readonly prepare?: (app: INestApplication) => void;
}

const REWRITING: Standing = {
  front: passing,
  adapter: () =>
    new FastifyAdapter({
      rewriteUrl: (request: { readonly url?: string | undefined }) => below(PATH, request),
    }),
};

const STANDINGS: readonly (readonly [string, Standing])[] = [
  ['behind a proxy that takes the path away', { front: stripping }],
  ['mounted in an application of Express', { front: mounting }],
  [
    'with the path as its prefix, behind a proxy that leaves it there',
    { front: passing, prepare: (app) => app.setGlobalPrefix('app') },
  ],
  [
    'with the path in its controllers, behind a proxy that leaves it there',
    { front: passing, controller: PagesWithPath },
  ],
];

describe.each(HTTP_ADAPTERS)('an application below a path, on %s,', (name, adapter) => {
  const standings =
    name === 'Fastify' ? [...STANDINGS, ['with rewriteUrl', REWRITING] as const] : STANDINGS;

  describe.each(standings)('%s', (_how, standing) => {
    let host: ApplicationHost;
    let app: HostedApp;
    beforeAll(async () => {
      host = await ApplicationHost.start([{ port: 1, path: PATH }], {
        adapter,
        controllers: [standing.controller ?? Pages],
        options: { logout: { returnTo: '/app/bye' }, login: { defaultReturnTo: '/home' } },
        ...standing,
      });
      const [first] = host.apps;
      if (!first) throw new Error('There is none');
      app = first;
    });
    afterAll(() => host.stop());

    it('sends a browser from a guarded page to log in, and back', async () => {
      const browser = new Browser();
      const wanted = await browser.navigate(`${app.url}/me?page=2`);
      expect(locationOf(wanted)).toContain(`${app.url}/auth/login?returnTo=`);
      const answer = await app.comeBack(browser, await browser.navigate(locationOf(wanted)));
      expect([answer.status, locationOf(answer)]).toEqual([303, `${app.url}/me?page=2`]);
      expect(await app.statusOf(browser, '/me?page=2')).toBe(200);
    });

    it('sends one that has to log in more strongly, and back', async () => {
      const browser = new Browser();
      await app.logIn(browser);
      const stepUp = await browser.navigate(`${app.url}/transfer?to=x`);
      expect(locationOf(stepUp)).toContain(app.fake.issuer);
      expect(locationOf(await app.comeBack(browser, stepUp))).toBe(`${app.url}/transfer?to=x`);
      expect(await app.statusOf(browser, '/transfer')).toBe(200);
    });

    it.each([
      ['/me', '/app/me'],
      ['/app/me?a=1#b', '/app/me?a=1#b'],
      ['/app', '/app'],
      ['/apples', '/app/apples'],
      ['/app/../me', '/app/me'],
      ['/auth/login', '/app/home'],
      ['/app/auth/login', '/app/home'],
      ['//evil.example/app', '/app/home'],
      ['/app//evil.example', '/app//evil.example'],
      ['/app/..//evil.example', '/app/home'],
    ])('takes the way back %p for %p', async (returnTo, at) => {
      const query = `?returnTo=${encodeURIComponent(returnTo)}`;
      const answer = await app.logIn(new Browser(), `/auth/login${query}`);
      expect(locationOf(answer)).toBe(new URL(at, app.url).href);
    });

    it('sets cookies that are for the whole host, and so reach it wherever it is', async () => {
      const answer = await app.logIn(new Browser());
      const cookies = answer.headers.getSetCookie();
      expect(cookies.length).toBeGreaterThan(0);
      for (const cookie of cookies) expect(cookie).toContain('; Path=/; ');
    });

    it('logs out, at the provider and back', async () => {
      const browser = new Browser();
      await app.logIn(browser);
      const back = await browser.navigate(locationOf(await app.logOut(browser)));
      expect(locationOf(back)).toContain(`${app.url}/auth/logged-out?state=`);
      expect(locationOf(await browser.navigate(locationOf(back)))).toBe(`${app.url}/bye`);
      expect(await app.statusOf(browser, '/me')).toBe(401);
    });

    it.each(['/me', '/app/me'])('is logged in at by a test, from %s', async (path) => {
      const jar = await app.fake.logIn(app.url, { path });
      expect((await jar.fetch(path)).status).toBe(200);
    });

    it('shows pages whose links lead to it', async () => {
      const page = await (await new Browser().navigate(`${app.url}/auth/callback?code=x`)).text();
      expect(page).toContain(`href="${app.url}/auth/login"`);
      expect(page).toContain(`href="${app.url}/"`);
    });
  });

  it('below a path that those of our routes begin with finds and shows its own', async () => {
    const places = [{ port: 1, path: '/auth' }];
    const host = await ApplicationHost.start(places, {
      adapter,
      front: stripping,
      controllers: [Pages],
    });
    const [app] = host.apps;
    if (!app) throw new Error('There is none');
    expect(locationOf(await app.logIn(new Browser(), '/me'))).toBe(`${app.url}/me`);
    const page = await (await new Browser().navigate(`${app.url}/auth/callback?code=x`)).text();
    expect(page).toContain(`href="${app.url}/auth/login"`);
    await host.stop();
  });
});
