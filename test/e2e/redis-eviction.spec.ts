import { Controller, Get, UseGuards } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CriiptoAuthGuard,
  type CriiptoUser,
  CurrentUser,
  SessionService,
} from 'nestjs-criipto-auth';
import { RedisKeyRingStore, RedisStore } from 'nestjs-criipto-auth/redis';
import { createClient, type RedisClientType } from 'redis';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { RedisServer } from '../support/redis-server.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
class Account {
  @Get('me')
  me(@CurrentUser() { issuer, sub }: CriiptoUser) {
    return { issuer, sub };
  }
}

/** Whether the ring of keys, which has no end, can be evicted. */
const EVICTING: readonly (readonly [string, boolean])[] = [
  ['allkeys-lfu', true],
  ['allkeys-lru', true],
  ['allkeys-random', true],
  ['volatile-lfu', false],
  ['volatile-lru', false],
  ['volatile-random', false],
  ['volatile-ttl', false],
];
const ROOM = 1_000_000;
const LETTERS = 'x'.repeat(10_000);
const LONG_MS = 36_000_000;

describe.each(HTTP_ADAPTERS)('a Redis at the limit of its memory, on %s,', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [Account] });
  let redis: RedisServer;
  let admin: RedisClientType;
  let ring: RedisKeyRingStore;
  let app: TestApp;
  let filled = 0;

  beforeAll(async () => {
    // All of so few are looked at for the next to go, where usually five are.
    redis = await RedisServer.start('redis-server', ['--maxmemory-samples', '64']);
    admin = createClient({ url: redis.url });
    await admin.connect();
    ring = new RedisKeyRingStore({ client: admin });
    const store = new RedisStore({ url: redis.url });
    app = await start({ options: { session: { secret: SESSION_SECRET, store } } });
  }, 30_000);
  afterAll(async () => {
    admin.destroy();
    await redis.stop();
  });
  beforeEach(async () => {
    await admin.configSet('maxmemory', '0');
    await admin.flushAll();
    await ring.save('', []);
  });

  const numberIn = async (part: string, name: string): Promise<number> =>
    Number(new RegExp(`${name}:(\\d+)`).exec(await admin.info(part))?.[1]);
  const limit = async (policy: string) => {
    await admin.configSet('maxmemory-policy', policy);
    await admin.configSet('maxmemory', String((await numberIn('memory', 'used_memory')) + ROOM));
  };
  /** What somebody else keeps in the same Redis, for ten hours. */
  const fill = (count: number) =>
    Promise.allSettled(
      Array.from({ length: count }, () =>
        admin.set(`other:${(filled += 1)}`, LETTERS, {
          expiration: { type: 'PX', value: LONG_MS },
        }),
      ),
    );
  const me = (browser: Browser) => browser.fetch(`${app.url}/me`);
  const loggedIn = async () => {
    const browser = new Browser();
    await app.logIn(browser);
    const user = (await (await me(browser)).json()) as { issuer: string; sub: string };
    return { browser, user };
  };

  it('loses nothing under noeviction, and is told so by who would write', async () => {
    const { browser, user } = await loggedIn();
    await limit('noeviction');
    await fill(200);
    expect(await (await me(browser)).json()).toEqual(user);
    expect((await ring.load()).version).not.toBe('');
    expect((await app.logIn(new Browser())).status).toBe(503);
    expect(await app.app.get(SessionService).list(user)).toHaveLength(1);
  });

  it.each(EVICTING)(
    'under %s logs out, and takes nobody for another',
    async (policy, isRingLost) => {
      const { browser, user } = await loggedIn();
      await limit(policy);
      const before = await numberIn('stats', 'evicted_keys');
      let rounds = 0;
      while ((await admin.exists([...(await sessionsThere()), 'none'])) > 0 && rounds++ < 100)
        await fill(200);
      expect(await numberIn('stats', 'evicted_keys')).toBeGreaterThan(before);
      expect((await me(browser)).status).toBe(401);
      await app.logIn(browser);
      expect(await (await me(browser)).json()).toEqual(user);
      if (!isRingLost) expect((await ring.load()).version).not.toBe('');
    },
  );

  const sessionsThere = () => admin.keys('criipto-auth:session:*');

  it.each(['allkeys-lru', 'volatile-lru'])(
    'under %s loses the list of a user before their session, and lets it be ended all the same',
    async (policy) => {
      const { browser, user } = await loggedIn();
      await limit(policy);
      const [list = ''] = await admin.keys('criipto-auth:sessions-of-*');
      // Redis knows by the second when something was used.
      while (((await admin.objectIdleTime(list)) ?? 1) < 1) await me(browser);
      while ((await admin.exists(list)) > 0) {
        await me(browser);
        await fill(1);
      }
      expect((await me(browser)).status).toBe(200);
      expect(await app.app.get(SessionService).revokeAll(user)).toBe(0);
      expect((await me(browser)).status).toBe(401);
      expect(await sessionsThere()).toEqual([]);
    },
  );
});
