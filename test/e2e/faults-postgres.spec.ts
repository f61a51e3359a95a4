import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, UseGuards } from '@nestjs/common';
import {
  CriiptoAuthGuard,
  CurrentUser,
  KeyProvider,
  KeyRotationService,
  OptionalAuth,
} from 'nestjs-criipto-auth';
import { PostgresKeyRingStore, PostgresStore } from 'nestjs-criipto-auth/postgres';

import { RingKeyProvider } from '../../lib/keys/ring/ring-keys.js';
import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { PostgresServer } from '../support/postgres-server.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
class Pages {
  @Get('me')
  me() {
    return 'in';
  }

  @Get('welcome')
  @OptionalAuth()
  welcome(@CurrentUser('sub') sub: string | undefined) {
    return { isKnown: sub !== undefined };
  }
}

interface Trouble {
  readonly begin: (server: PostgresServer) => Promise<unknown> | void;
  readonly end: (server: PostgresServer) => Promise<unknown> | void;
  /** Sessions can be read meanwhile. */
  readonly isReadable: boolean;
}

const TROUBLES: readonly (readonly [string, Trouble])[] = [
  ['killed', { begin: (each) => each.kill(), end: (each) => each.restart(), isReadable: false }],
  ['frozen', { begin: (each) => each.freeze(), end: (each) => each.thaw(), isReadable: false }],
  ['that only reads', { begin: readOnly('on'), end: readOnly('off'), isReadable: true }],
  [
    'a standby',
    { begin: (each) => each.demote(), end: (each) => each.promote(), isReadable: false },
  ],
  [
    'whose table is away',
    {
      begin: (each) => each.tell('ALTER TABLE criipto_auth RENAME TO away'),
      end: (each) => each.tell('ALTER TABLE away RENAME TO criipto_auth'),
      isReadable: false,
    },
  ],
];

describe.each(HTTP_ADAPTERS)('a PostgreSQL, on %s,', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [Pages] });
  let server: PostgresServer;
  let app: TestApp;

  beforeAll(async () => {
    server = await PostgresServer.start();
    await server.tell(PostgresStore.sql());
    const store = new PostgresStore({ url: server.url });
    app = await start({ options: { session: { secret: SESSION_SECRET, store } } });
  }, 30_000);
  afterAll(() => server.stop());

  const get = (browser: Browser, path: string) => browser.fetch(app.url + path);
  const logOut = (browser: Browser) =>
    browser.navigate(`${app.url}/auth/logout`, { method: 'POST' });
  const refusal = ({ status, headers }: Response) => [status, headers.get('retry-after')];

  async function underway(browser: Browser): Promise<string> {
    const begin = await browser.navigate(`${app.url}/auth/login`);
    return (await app.fake.approve(locationOf(begin))).url;
  }

  it.each(TROUBLES)(
    'X20 %s, lets nobody in and logs nobody out',
    async (_what, trouble) => {
      const [inside, leaving, late] = [new Browser(), new Browser(), new Browser()];
      for (const browser of [inside, leaving]) await app.logIn(browser);
      const url = await underway(late);
      const tokens = app.fake.requests.of('token').length;

      await trouble.begin(server);
      const [callback, me, welcome, logout, begin, stranger] = await Promise.all([
        late.navigate(url),
        get(inside, '/me'),
        get(inside, '/welcome'),
        logOut(leaving),
        new Browser().navigate(`${app.url}/auth/login`),
        get(new Browser(), '/me'),
      ]);
      expect([refusal(callback), refusal(logout)]).toEqual([
        [503, '5'],
        [503, '5'],
      ]);
      expect(app.log.text).toContain('store_unavailable');
      expect(await late.cookieNames(app.url)).not.toContain(app.cookieNames.session);
      // Whoever is in is so, or cannot be asked; but is not nobody.
      expect([me.status, welcome.status]).toEqual(trouble.isReadable ? [200, 200] : [503, 503]);
      if (trouble.isReadable) expect(await welcome.json()).toEqual({ isKnown: true });
      // What needs no store goes on. The code was not spent.
      expect([begin.status, stranger.status]).toEqual([302, 401]);
      expect(app.fake.requests.of('token')).toHaveLength(tokens);

      await trouble.end(server);
      expect((await untilHealed(() => app.logIn())).status).toBe(303);
      expect((await get(inside, '/me')).status).toBe(200);
      expect((await logOut(leaving)).status).toBe(303);
      expect((await get(leaving, '/me')).status).toBe(401);
    },
    40_000,
  );

  it('X20 restarted in mid-login, costs nobody more than one 503', async () => {
    const browsers = Array.from({ length: 12 }, () => new Browser());
    const urls = await Promise.all(browsers.map(underway));
    const restarted = server.restart();
    const answers = await Promise.all(
      browsers.map(async (browser, index) => {
        if (index % 2) await restarted; // the others come back while it is away
        return (await browser.navigate(urls[index] ?? '')).status;
      }),
    );
    await restarted;
    expect(answers.filter((_, index) => index % 2)).toEqual(Array(6).fill(303));
    expect(new Set(answers.filter((_, index) => !(index % 2)))).toEqual(new Set([503]));
    for (const [index, browser] of browsers.entries()) {
      if (answers[index] === 503) expect((await app.logIn(browser)).status).toBe(303);
      expect((await get(browser, '/me')).status).toBe(200);
    }
  }, 40_000);
});

describe.each(HTTP_ADAPTERS)(
  'a ring of keys in a PostgreSQL that fails, on %s',
  (_name, adapter) => {
    const start = appsOn(adapter);
    let server: PostgresServer;
    let app: TestApp;

    beforeAll(async () => {
      server = await PostgresServer.start();
      await server.tell(PostgresStore.sql());
      const store = new PostgresKeyRingStore({ url: server.url });
      const ring = { store, encryptionKey: SESSION_SECRET, algorithm: 'ES256' } as const;
      app = await start({ options: { keys: { ring } } });
    }, 30_000);
    afterAll(() => server.stop());

    const rotation = () => app.app.get(KeyRotationService);
    const published = async () => (await fetch(`${app.url}/.well-known/jwks.json`)).text();
    /** What its timer does once a minute. */
    const refresh = async () => {
      const keys = app.app.get(KeyProvider);
      if (keys instanceof RingKeyProvider) await keys.refresh();
    };

    it.each<[string, Trouble['begin'], Trouble['end']]>([
      ['is frozen', (each) => each.freeze(), (each) => each.thaw()],
      ['was killed, and comes back', (each) => each.kill(), (each) => each.restart()],
      [
        'comes back empty',
        (each) => each.kill(),
        async (each) => {
          await each.restart();
          await each.tell('TRUNCATE criipto_auth');
        },
      ],
    ])(
      'that %s: keys are used from memory, and none is lost',
      async (_what, begin, end) => {
        const before = await published();
        const kids = (await rotation().list()).map(({ kid }) => kid);
        await begin(server);
        await expect(rotation().rotate()).rejects.toMatchObject({ code: 'key_unavailable' });
        expect(await published()).toBe(before);
        expect((await app.logIn()).status).toBe(303);

        await end(server);
        await refresh();
        expect(await published()).toBe(before);
        expect((await rotation().list()).map(({ kid }) => kid)).toEqual(kids);
        const { kid } = await rotation().rotate();
        expect(await published()).toContain(kid);
      },
      40_000,
    );
  },
);

/** As a provider of databases does while it moves one. */
function readOnly(value: 'on' | 'off'): Trouble['begin'] {
  return async (server) => {
    await server.tell(`ALTER SYSTEM SET default_transaction_read_only = ${value}`);
    await server.tell('SELECT pg_reload_conf()');
    const shown = async () =>
      (await server.tell('SHOW default_transaction_read_only'))[0]?.[
        'default_transaction_read_only'
      ];
    while ((await shown()) !== value); // until it has read that
  };
}

async function untilHealed(attempt: () => Promise<Response>): Promise<Response> {
  const deadline = Date.now() + 10_000;
  let response = await attempt();
  while (response.status === 503 && Date.now() < deadline) response = await attempt();
  return response;
}
