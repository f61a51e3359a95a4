import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, UseGuards } from '@nestjs/common';
import { CriiptoAuthGuard, CurrentUser, KeyRotationService } from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { SHARED_SERVERS, type SharedServer } from '../support/shared-servers.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
class ProfileController {
  @Get('me')
  me(@CurrentUser('sub') sub: string) {
    return { sub };
  }
}

const GRID = SHARED_SERVERS.flatMap(([serverName, startServer]) =>
  HTTP_ADAPTERS.map(
    ([adapterName, adapter]) => [serverName, adapterName, startServer, adapter] as const,
  ),
);

describe.each(GRID)(
  'instances that share a %s, on %s',
  (_server, _adapter, startServer, adapter) => {
    const start = appsOn(adapter, { controllers: [ProfileController] });
    let server: SharedServer;
    let one: TestApp;
    let other: TestApp;

    /** A `localhost` cookie goes to every port, as a cookie goes to every instance behind a load balancer. */
    const instance = (of?: TestApp) => {
      return start({
        options: {
          ...(of ? { issuer: of.fake.issuer, baseUrl: of.url } : {}),
          session: { secret: SESSION_SECRET, store: server.store() },
          keys: {
            ring: { store: server.ringStore(), encryptionKey: SESSION_SECRET },
          },
        },
      });
    };

    const at = (app: TestApp, url: string): string => {
      const { pathname, search } = new URL(url);
      return app.url + pathname + search;
    };
    const me = (browser: Browser, app: TestApp) => browser.fetch(`${app.url}/me`);
    const jwks = async ({ url }: TestApp): Promise<unknown> =>
      (await fetch(`${url}/.well-known/jwks.json`)).json();
    const tokenRequests = (): number => one.fake.requests.of('token').length;

    async function begun(browser: Browser): Promise<string> {
      const begin = await browser.navigate(`${one.url}/auth/login?returnTo=/me`);
      return (await one.fake.approve(locationOf(begin))).url;
    }

    beforeAll(async () => {
      server = await startServer();
      one = await instance();
      other = await instance(one);
    }, 30_000);

    afterAll(() => server.stop());

    it('finish what another one began, and know who logged in there', async () => {
      const browser = new Browser();
      const callback = await browser.navigate(at(other, await begun(browser)));
      expect([callback.status, callback.headers.get('location')]).toEqual([303, `${one.url}/me`]);
      const [here, there] = await Promise.all([me(browser, one), me(browser, other)]);
      expect([here.status, there.status]).toEqual([200, 200]);
      expect(await here.json()).toEqual(await there.json());
    });

    it('complete a login once, wherever its callback comes in, and ask for tokens once', async () => {
      const browser = new Browser();
      const url = await begun(browser);
      const copy = await browser.copy();
      const before = tokenRequests();
      const answers = await Promise.all([
        browser.navigate(at(one, url)),
        copy.navigate(at(other, url)),
      ]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 400]));
      expect(tokenRequests() - before).toBe(1);
      expect(one.log.text + other.log.text).toContain('login_already_used');
    });

    it('log out at one, and are out at all', async () => {
      const browser = new Browser();
      await one.logIn(browser);
      const copy = await browser.copy();
      await browser.navigate(`${other.url}/auth/logout`, { method: 'POST' });
      expect((await me(copy, one)).status).toBe(401);
    });

    it('publish the same keys, and rotate for all', async () => {
      expect(await jwks(one)).toEqual(await jwks(other));
      const { kid } = await one.app.get(KeyRotationService).rotate();
      await other.app.get(KeyRotationService).list();
      expect(await jwks(other)).toEqual(await jwks(one));
      expect(JSON.stringify(await jwks(other))).toContain(kid);
    });

    it('keep what says nothing to who reads it', async () => {
      const browser = new Browser();
      await one.logIn(browser);
      const { sub } = (await (await me(browser, one)).json()) as { sub: string };
      const dump = await server.content();
      expect(dump).toContain('key-ring');
      for (const secret of [sub, sub.replace(/[{}]/g, ''), '"d":', SESSION_SECRET])
        expect(dump).not.toContain(secret);
    });
  },
);
