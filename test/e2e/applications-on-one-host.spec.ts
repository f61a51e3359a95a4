import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { ApplicationHost, type HostedApp, stripping } from '../support/application-host.js';
import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { ProtectedController } from '../support/protected.controller.js';

const PLACES = [
  [
    'on two ports',
    [
      { port: 1, path: '' },
      { port: 2, path: '' },
    ],
  ],
  [
    'below two paths',
    [
      { port: 1, path: '/one' },
      { port: 1, path: '/other' },
    ],
  ],
] as const;

const MAX_PARALLEL = 10;

describe.each(HTTP_ADAPTERS)('two applications of one client, on %s,', (_name, adapter) => {
  describe.each(PLACES)('%s of one host', (_where, places) => {
    let host: ApplicationHost;
    let one: HostedApp;
    let other: HostedApp;
    let browser: Browser;

    beforeAll(async () => {
      const controllers = [ProtectedController];
      host = await ApplicationHost.start(places, { adapter, front: stripping, controllers });
      const [first, second] = host.apps;
      if (!first || !second) throw new Error('There are not two of them');
      [one, other] = [first, second];
    });
    beforeEach(() => {
      browser = new Browser();
    });
    afterAll(() => host.stop());

    const statusAtBoth = async () => [
      await one.statusOf(browser, '/me'),
      await other.statusOf(browser, '/me'),
    ];

    it('share one cookie jar, and no session', async () => {
      await one.logIn(browser);
      expect(await statusAtBoth()).toEqual([200, 401]);
      await other.logIn(browser);
      expect(await statusAtBoth()).toEqual([200, 200]);
      expect(await browser.cookieNames(`${one.url}/`)).toEqual([
        one.cookieNames.session,
        other.cookieNames.session,
      ]);
    });

    it('do not log each other out', async () => {
      await one.logIn(browser);
      await other.logIn(browser);
      await other.logOut(browser);
      expect(await statusAtBoth()).toEqual([200, 401]);
    });

    it('do not push out each other’s logins', async () => {
      const begun = await browser.navigate(`${one.url}/auth/login?returnTo=/me`);
      for (let login = 0; login < MAX_PARALLEL; login += 1)
        await browser.navigate(`${other.url}/auth/login`);
      expect(locationOf(await one.comeBack(browser, begun))).toBe(`${one.url}/me`);
      expect(await statusAtBoth()).toEqual([200, 401]);
    });

    it('lead each of two logouts under way to its own end', async () => {
      await one.logIn(browser);
      await other.logIn(browser);
      const ways = [await one.logOut(browser), await other.logOut(browser)];
      for (const way of ways) {
        const back = await browser.navigate(locationOf(await browser.navigate(locationOf(way))));
        expect(back.status).toBe(200);
      }
      expect(await browser.cookieNames(`${one.url}/`)).toEqual([]);
    });
  });
});
