import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { RedisKeyRingStore } from '../../lib/redis/redis-key-ring-store.js';
import { RedisStore } from '../../lib/redis/redis-store.js';
import { freePort } from '../support/free-port.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { RedisServer } from '../support/redis-server.js';
import {
  expectFailsClosed,
  expectHealed,
  expectNoKeyLost,
  expectNothingLost,
  settledAt,
  StoredSessionPages,
  type Trouble,
} from '../support/store-faults.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';

type RedisTrouble = Trouble<RedisServer>;

const TROUBLES: readonly (readonly [string, RedisTrouble])[] = [
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
  const start = appsOn(adapter, { controllers: [StoredSessionPages] });
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

  it.each(TROUBLES)(
    'X20 %s lets nobody in and logs nobody out',
    async (_what, trouble) => {
      const before = await settledAt(app);
      await trouble.begin(redis);
      await expectFailsClosed(app, before, trouble.isReadable);
      await trouble.end(redis);
      await expectHealed(app);
      await expectNothingLost(app, before);
    },
    30_000,
  );

  it('X20 killed lets nobody in, and everybody again when it is back', async () => {
    const before = await settledAt(app);
    await redis.kill();
    await expectFailsClosed(app, before, false);
    await redis.restart();
    await expectHealed(app);
    // It came back empty: who was in has to log in again.
    expect((await before.inside.fetch(`${app.url}/me`)).status).toBe(401);
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

  it.each<[string, RedisTrouble['begin'], RedisTrouble['end']]>([
    ['is frozen', (each) => each.freeze(), (each) => each.thaw()],
    ['was killed, and comes back empty', (each) => each.kill(), (each) => each.restart()],
  ])(
    'that %s: keys are used from memory, and none is lost',
    (_what, begin, end) =>
      expectNoKeyLost(
        app,
        () => begin(redis),
        () => end(redis),
      ),
    30_000,
  );
});

/** Reads go on, writes do not. */
function configured(name: string, bad: string, good: string): RedisTrouble {
  return {
    begin: async (redis) => void (await redis.tell(`CONFIG SET ${name} ${bad}`)),
    end: async (redis) => void (await redis.tell(`CONFIG SET ${name} ${good}`)),
    isReadable: true,
  };
}
