import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  AuthEvents,
  BackchannelLogoutService,
  CurrentUser,
  HttpExchanges,
  type KeyValueStore,
  Public,
  SystemClock,
} from 'nestjs-criipto-auth';

import { Browser } from '../support/browser.js';
import { FaultyStore } from '../support/faulty-store.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { SHARED_SERVERS, type SharedServer } from '../support/shared-servers.js';
import { appsOn, CLIENT_ID, SESSION_SECRET, type TestApp } from '../support/test-app.js';

const ROUTE = '/auth/backchannel-logout';
const TOLD = [{ clientId: CLIENT_ID, status: 200 }];

@Controller()
class Pages {
  @Get('me')
  me(@CurrentUser('sub') sub: string) {
    return { sub };
  }
}

@Controller()
class OwnLogout {
  constructor(
    private readonly logouts: BackchannelLogoutService,
    private readonly exchanges: HttpExchanges,
  ) {}

  @Post('their-logout')
  @Public()
  @HttpCode(200)
  async logout(@Req() request: unknown, @Res({ passthrough: true }) response: unknown) {
    return { ended: await this.logouts.receive(this.exchanges.of(request, response)) };
  }
}

describe.each(HTTP_ADAPTERS)('back-channel logout on %s', (_name, adapter) => {
  const start = appsOn(adapter, {
    controllers: [Pages, OwnLogout],
    extras: { routes: { backchannelLogout: true }, globalGuard: true },
    client: (url) => ({ backchannelLogoutUri: url + ROUTE }),
  });
  const inStore = (store: KeyValueStore) => ({ session: { secret: SESSION_SECRET, store } });
  const inMemory = () => inStore(new FaultyStore(new SystemClock()));
  const statusAt = async (app: TestApp, browser: Browser): Promise<number> =>
    (await browser.fetch(`${app.url}/me`)).status;

  async function loggedIn(app: TestApp, person = 'dk-freja'): Promise<Browser> {
    const browser = new Browser();
    expect((await app.logIn(browser, { person })).status).toBe(303);
    return browser;
  }

  it('ends the session of who logged out at the provider, and nobody else', async () => {
    const app = await start({ options: inMemory() });
    const browser = await loggedIn(app);
    const other = await loggedIn(app, 'se-astrid');
    expect(await app.fake.logOut({ person: 'dk-freja' })).toEqual(TOLD);
    expect([await statusAt(app, browser), await statusAt(app, other)]).toEqual([401, 200]);
  });

  it('ends each session of a user by its name, and lets a later login be', async () => {
    const app = await start({ options: inMemory() });
    const browsers = [await loggedIn(app), await loggedIn(app)];
    expect(await app.fake.logOut()).toEqual([...TOLD, ...TOLD]);
    const later = await loggedIn(app);
    expect(await Promise.all(browsers.map((each) => statusAt(app, each)))).toEqual([401, 401]);
    expect(await statusAt(app, later)).toBe(200);
  });

  it('ends every session of a user whom the provider names without a session', async () => {
    const app = await start({
      options: inMemory(),
      client: (url) => ({
        backchannelLogoutUri: url + ROUTE,
        backchannelLogoutSessionRequired: false,
      }),
    });
    const [cookie, other] = [await loggedIn(app), await loggedIn(app)];
    const ended: number[] = [];
    app.app.get(AuthEvents).on('logout.backchannel', ({ sessions }) => ended.push(sessions));
    await app.fake.logOut();
    expect([await statusAt(app, cookie), await statusAt(app, other)]).toEqual([401, 401]);
    expect(ended.toSorted((a, b) => a - b)).toEqual([0, 2]);
  });

  it('wins when it comes in the middle of a login', async () => {
    const heard: unknown[] = [];
    const app: TestApp = await start({
      options: {
        ...inMemory(),
        mapUser: async (user) => {
          heard.push(await app.fake.logOut()); // after the ID token, before there is a session
          return user;
        },
      },
    });
    const browser = new Browser();
    expect((await app.logIn(browser)).status).toBe(401);
    expect(heard).toEqual([TOLD]);
    expect(app.log.text).toContain('Login refused: login_revoked');
    expect(await statusAt(app, browser)).toBe(401);
    expect(await browser.cookieNames(app.url)).not.toContain(app.cookieNames.session);
  });

  it('is told to come again while the store is away', async () => {
    const store = new FaultyStore(new SystemClock());
    const app = await start({ options: inStore(store) });
    const browser = await loggedIn(app);
    store.failAll();
    expect(await app.fake.logOut()).toEqual([{ clientId: CLIENT_ID, status: 503 }]);
    store.fail();
    expect(await statusAt(app, browser)).toBe(200);
  });

  it('answers elsewhere', async () => {
    const app = await start({
      options: inMemory(),
      extras: { routes: { backchannelLogout: '/bye' }, globalGuard: true },
      client: (url) => ({ backchannelLogoutUri: `${url}/bye` }),
    });
    const browser = await loggedIn(app);
    expect(await app.fake.logOut()).toEqual(TOLD);
    expect(await statusAt(app, browser)).toBe(401);
  });

  it('can be answered by a controller of the application', async () => {
    const app = await start({
      options: inMemory(),
      extras: {
        routes: { backchannelLogout: { path: '/their-logout', mount: false } },
        globalGuard: true,
      },
      client: (url) => ({ backchannelLogoutUri: `${url}/their-logout` }),
    });
    const browser = await loggedIn(app);
    expect(await app.fake.logOut()).toEqual(TOLD);
    expect(await statusAt(app, browser)).toBe(401);
  });

  describe.each(SHARED_SERVERS)('at instances that share a %s', (_server, startServer) => {
    let server: SharedServer;
    let balancer: Balancer;
    let one: TestApp;
    let other: TestApp;

    beforeAll(async () => {
      server = await startServer();
      balancer = await Balancer.start();
      const store = () => inStore(server.store());
      const client = () => ({ backchannelLogoutUri: balancer.url });
      one = await start({ options: store(), client });
      other = await start({
        options: { ...store(), issuer: one.fake.issuer, baseUrl: one.url },
      });
    }, 30_000);
    afterAll(async () => {
      await balancer.stop();
      await server.stop();
    });

    it('ends the session at both, whichever of them is told', async () => {
      for (const told of [one, other]) {
        balancer.target = told.url + ROUTE;
        const browser = await loggedIn(one);
        expect(await statusAt(other, browser)).toBe(200);
        expect(await one.fake.logOut()).toEqual(TOLD);
        expect([await statusAt(one, browser), await statusAt(other, browser)]).toEqual([401, 401]);
      }
    });

    it('is remembered by both, whichever of them was told', async () => {
      balancer.target = other.url + ROUTE;
      await loggedIn(one);
      await one.fake.logOut();
      for (const app of [one, other]) {
        const again = await postForm(app.url + ROUTE, balancer.last);
        expect([again.status, await again.json()]).toEqual([400, { error: 'invalid_request' }]);
      }
      expect(one.log.text + other.log.text).toContain('logout_token_replayed');
    });
  });
});

/** What stands before the instances: hands on to one of them what the provider tells. */
class Balancer {
  target = '';
  /** The form that came last. */
  last = '';

  private readonly server = createServer((request, response) => {
    void text(request)
      .then((body) => {
        this.last = body;
        return postForm(this.target, body);
      })
      .then(({ status }) => response.writeHead(status).end());
  });

  static async start(): Promise<Balancer> {
    const balancer = new Balancer();
    await once(balancer.server.listen(0, 'localhost'), 'listening');
    return balancer;
  }

  get url(): string {
    const address = this.server.address();
    return `http://localhost:${typeof address === 'object' ? address?.port : ''}/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }
}

function postForm(url: string, body: string): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return fetch(url, { method: 'POST', headers, body });
}
