import { Controller, Get, UseGuards } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Clock,
  CriiptoAuthGuard,
  type CriiptoUser,
  CurrentUser,
  SessionService,
} from 'nestjs-criipto-auth';
import { RedisStore } from 'nestjs-criipto-auth/redis';

import { Browser } from '../support/browser.js';
import { FakeClock } from '../support/fake-clock.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { RedisServer } from '../support/redis-server.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
class Account {
  constructor(private readonly sessions: SessionService) {}

  @Get('me')
  me(@CurrentUser() { issuer, sub }: CriiptoUser) {
    return { issuer, sub };
  }

  @Get('end-all')
  async endAll(@CurrentUser() user: CriiptoUser) {
    return { ended: await this.sessions.revokeAll(user) };
  }
}

describe.each(HTTP_ADAPTERS)(
  'a Redis that lost the list of a user’s sessions, on %s,',
  (_name, adapter) => {
    const start = appsOn(adapter, { controllers: [Account] });
    let redis: RedisServer;
    let clock: FakeClock;
    let app: TestApp;

    beforeAll(async () => {
      redis = await RedisServer.start();
      clock = new FakeClock(Date.now());
      app = await start({
        options: {
          session: { secret: SESSION_SECRET, store: new RedisStore({ url: redis.url }) },
        },
        build: (builder) => builder.overrideProvider(Clock).useValue(clock),
      });
    }, 30_000);
    afterAll(() => redis.stop());

    const loseLists = () =>
      redis.tell(
        `EVAL "for _, key in ipairs(redis.call('keys', '*sessions-of-*')) do redis.call('del', key) end" 0`,
      );
    /** How many keys were read since it was asked before. */
    const reads = async (): Promise<number> => {
      const stats = await redis.tell('INFO commandstats');
      await redis.tell('CONFIG RESETSTAT');
      return Number(/cmdstat_get:calls=(\d+)/.exec(stats)?.[1] ?? 0);
    };

    it('lets nobody in where it was told to end their sessions, though it finds none', async () => {
      const browser = new Browser();
      await app.logIn(browser);
      clock.advance(1);
      await loseLists();
      expect(await (await browser.fetch(`${app.url}/end-all`)).json()).toEqual({ ended: 0 });
      expect((await browser.fetch(`${app.url}/me`)).status).toBe(401);
      await app.logIn(browser);
      expect((await browser.fetch(`${app.url}/me`)).status).toBe(200);
    });

    it('keeps nobody in for longer than a minute, though nothing can be ended by it', async () => {
      const browser = new Browser();
      await app.logIn(browser);
      await loseLists();
      expect(await (await browser.fetch(`${app.url}/end-all`)).json()).toEqual({ ended: 0 });
      await reads();
      expect((await browser.fetch(`${app.url}/me`)).status).toBe(200);
      expect(await reads()).toBe(1);
      // The last, for the fake takes no proof that is a minute ahead.
      clock.advance(60);
      expect((await browser.fetch(`${app.url}/me`)).status).toBe(401);
      expect((await browser.fetch(`${app.url}/me`)).status).toBe(401);
    });
  },
);
