import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RedisStore } from 'nestjs-criipto-auth/redis';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { ProtectedController } from '../support/protected.controller.js';
import { WatchedRedis } from '../support/redis-sentinel.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';

/** The longest that it may take until a client has found the new master. */
const HEALED_WITHIN_MS = 15_000;

describe.each(HTTP_ADAPTERS)('while a replica takes over, on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProtectedController] });
  let redis: WatchedRedis;
  let client: Awaited<ReturnType<WatchedRedis['connect']>>;
  let app: TestApp;

  beforeAll(async () => {
    redis = await WatchedRedis.start();
    client = await redis.connect();
    const store = new RedisStore({ client });
    app = await start({
      options: { session: { secret: SESSION_SECRET, store }, transaction: { store } },
    });
  }, 30_000);
  afterAll(async () => {
    await client.destroy();
    await redis.stop();
  });

  const me = (browser: Browser) => browser.fetch(`${app.url}/me`);

  it('X20 nobody is let in or logged out, and all goes on at the new master', async () => {
    const [inside, underway, left] = [new Browser(), new Browser(), new Browser()];
    for (const browser of [inside, left]) await app.logIn(browser);
    const gone = await left.copy();
    await left.navigate(`${app.url}/auth/logout`, { method: 'POST' });
    const begin = await underway.navigate(`${app.url}/auth/login`);
    const { url } = await app.fake.approve(locationOf(begin));
    await redis.untilReplicated();
    const tokens = app.fake.requests.of('token').length;

    await redis.master.kill();
    const [callback, page] = await Promise.all([underway.navigate(url), me(inside)]);
    for (const { status, headers } of [callback, page])
      expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    expect(app.log.text).toContain('store_unavailable');
    expect(app.fake.requests.of('token')).toHaveLength(tokens);

    await redis.untilPromoted();
    const seen = await statusesUntil(200, () => me(inside));
    expect([seen.slice(0, -1).filter((status) => status !== 503), seen.at(-1)]).toEqual([[], 200]);
    expect((await app.logIn()).status).toBe(303);
    expect((await me(gone)).status).toBe(401);
  }, 60_000);
});

/** All that was answered, up to the one that is waited for. */
async function statusesUntil(wanted: number, ask: () => Promise<Response>): Promise<number[]> {
  const seen: number[] = [];
  const deadline = Date.now() + HEALED_WITHIN_MS;
  while (seen.at(-1) !== wanted && Date.now() < deadline) seen.push((await ask()).status);
  return seen;
}
