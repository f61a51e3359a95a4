import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, UseGuards } from '@nestjs/common';
import {
  CriiptoAuthGuard,
  CurrentUser,
  KeyProvider,
  KeyRotationService,
  OptionalAuth,
} from 'nestjs-criipto-auth';

import { RingKeyProvider } from '../../lib/keys/ring/ring-keys.js';
import { RedisKeyRingStore } from '../../lib/redis/redis-key-ring-store.js';
import { RedisStore } from '../../lib/redis/redis-store.js';
import { Browser, locationOf } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { RedisServer } from '../support/redis-server.js';
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
  readonly begin: (redis: RedisServer) => Promise<void> | void;
  readonly end: (redis: RedisServer) => Promise<void> | void;
  /** Sessions can be read meanwhile. */
  readonly isReadable: boolean;
}

const TROUBLES: readonly (readonly [string, Trouble])[] = [
  ['frozen', { begin: (redis) => redis.freeze(), end: (redis) => redis.thaw(), isReadable: false }],
  ['without replicas', configured('min-replicas-to-write', '1', '0')],
  ['out of memory', configured('maxmemory', '1', '0')],
  [
    'a replica that only reads',
    {
      begin: async (redis) => void (await redis.tell(`REPLICAOF 127.0.0.1 ${await freePort()}`)),
      end: async (redis) => void (await redis.tell('REPLICAOF NO ONE')),
      isReadable: true,
    },
  ],
];

describe.each(HTTP_ADAPTERS)('while Redis fails, on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [Pages] });
  let redis: RedisServer;
  let store: RedisStore;
  let app: TestApp;

  beforeAll(async () => {
    redis = await RedisServer.start('redis-server', ['--maxmemory-policy', 'noeviction']);
    store = new RedisStore({ url: redis.url });
    app = await start({
      options: { session: { secret: SESSION_SECRET, store }, transaction: { store } },
    });
  }, 30_000);
  afterAll(async () => {
    await store.close();
    await redis.stop();
  });

  const get = (browser: Browser, path: string) => browser.fetch(app.url + path);
  const logOut = (browser: Browser) =>
    browser.navigate(`${app.url}/auth/logout`, { method: 'POST' });
  const refusal = ({ status, headers }: Response) => [status, headers.get('retry-after')];

  /** A login under way, somebody who is in, and somebody who is about to leave. */
  async function settled() {
    const [inside, leaving, underway] = [new Browser(), new Browser(), new Browser()];
    for (const browser of [inside, leaving]) await app.logIn(browser);
    const begin = await underway.navigate(`${app.url}/auth/login`);
    return { inside, leaving, underway, ...(await app.fake.approve(locationOf(begin))) };
  }

  async function expectFailsClosed(
    { inside, leaving, underway, url }: Settled,
    isReadable: boolean,
  ) {
    const tokens = app.fake.requests.of('token').length;
    const [callback, me, welcome, logout, begin, keys, stranger] = await Promise.all([
      underway.navigate(url),
      get(inside, '/me'),
      get(inside, '/welcome'),
      logOut(leaving),
      new Browser().navigate(`${app.url}/auth/login`),
      get(new Browser(), '/.well-known/jwks.json'),
      get(new Browser(), '/me'),
    ]);
    expect(refusal(callback)).toEqual([503, '5']);
    expect(app.log.text).toContain('store_unavailable');
    expect(await underway.cookieNames(app.url)).not.toContain(app.cookieNames.session);
    // Whoever is in is so, or cannot be asked; but is not nobody.
    expect(refusal(me)).toEqual(isReadable ? [200, null] : [503, '5']);
    expect(welcome.status).toBe(isReadable ? 200 : 503);
    if (isReadable) expect(await welcome.json()).toEqual({ isKnown: true });
    expect(refusal(logout)).toEqual([503, '5']);
    // What needs no Redis goes on. The code was not spent.
    expect([begin.status, keys.status, stranger.status]).toEqual([302, 200, 401]);
    expect(app.fake.requests.of('token')).toHaveLength(tokens);
  }

  async function expectHealed(): Promise<void> {
    const browser = new Browser();
    expect((await untilHealed(() => app.logIn(browser))).status).toBe(303);
    expect((await get(browser, '/me')).status).toBe(200);
  }

  it.each(TROUBLES)(
    'X20 %s lets nobody in and logs nobody out',
    async (_what, trouble) => {
      const before = await settled();
      await trouble.begin(redis);
      await expectFailsClosed(before, trouble.isReadable);
      await trouble.end(redis);
      await expectHealed();
      expect((await get(before.inside, '/me')).status).toBe(200);
      expect((await logOut(before.leaving)).status).toBe(303);
      expect((await get(before.leaving, '/me')).status).toBe(401);
    },
    30_000,
  );

  it('X20 killed lets nobody in, and everybody again when it is back', async () => {
    const before = await settled();
    await redis.kill();
    await expectFailsClosed(before, false);
    await redis.restart();
    await expectHealed();
    // It came back empty: who was in has to log in again.
    expect((await get(before.inside, '/me')).status).toBe(401);
  }, 30_000);
});

describe.each(HTTP_ADAPTERS)('a ring of keys in a Redis that fails, on %s', (_name, adapter) => {
  const start = appsOn(adapter);
  let redis: RedisServer;
  let app: TestApp;

  beforeAll(async () => {
    redis = await RedisServer.start('redis-server');
    const store = new RedisKeyRingStore({ url: redis.url });
    const ring = { store, encryptionKey: SESSION_SECRET, algorithm: 'ES256' } as const;
    app = await start({ options: { keys: { ring } } });
  }, 30_000);
  afterAll(() => redis.stop());

  const rotation = () => app.app.get(KeyRotationService);
  const published = async () => (await fetch(`${app.url}/.well-known/jwks.json`)).text();
  /** What its timer does once a minute. */
  const refresh = async () => {
    const keys = app.app.get(KeyProvider);
    if (keys instanceof RingKeyProvider) await keys.refresh();
  };

  it.each<[string, Trouble['begin'], Trouble['end']]>([
    ['is frozen', (each) => each.freeze(), (each) => each.thaw()],
    ['was killed, and comes back empty', (each) => each.kill(), (each) => each.restart()],
  ])(
    'that %s: keys are used from memory, and none is lost',
    async (_what, begin, end) => {
      const before = await published();
      const kids = (await rotation().list()).map(({ kid }) => kid);
      await begin(redis);
      await expect(rotation().rotate()).rejects.toMatchObject({ code: 'key_unavailable' });
      expect(await published()).toBe(before);
      expect((await app.logIn()).status).toBe(303);

      await end(redis);
      await untilTrue(() =>
        refresh().then(
          () => true,
          () => false,
        ),
      );
      expect(await published()).toBe(before);
      expect((await rotation().list()).map(({ kid }) => kid)).toEqual(kids);
      const { kid } = await rotation().rotate();
      expect(await published()).toContain(kid);
    },
    30_000,
  );
});

interface Settled {
  readonly inside: Browser;
  readonly leaving: Browser;
  readonly underway: Browser;
  /** Where the login under way comes back to. */
  readonly url: string;
}

/** Reads go on, writes do not. */
function configured(name: string, bad: string, good: string): Trouble {
  return {
    begin: async (redis) => void (await redis.tell(`CONFIG SET ${name} ${bad}`)),
    end: async (redis) => void (await redis.tell(`CONFIG SET ${name} ${good}`)),
    isReadable: true,
  };
}

/** A connection that was given up is made again within two seconds. */
async function untilHealed(attempt: () => Promise<Response>): Promise<Response> {
  let response = await attempt();
  await untilTrue(async () => {
    if (response.status === 503) response = await attempt();
    return response.status !== 503;
  });
  return response;
}

async function untilTrue(look: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await look()) && Date.now() < deadline) {
    // What fails at once would leave no time to heal otherwise.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
