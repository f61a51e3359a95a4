import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, type RedisClientType } from 'redis';

import { RedisKeyRingStore } from '../../lib/redis/redis-key-ring-store.js';
import { RedisStore } from '../../lib/redis/redis-store.js';
import { ageAll } from '../support/redis-age.js';
import { REDIS_BINARIES, RedisServer } from '../support/redis-server.js';
import { describeKeyRingStore } from './key-ring-store.contract.js';
import { describeKeyValueStore } from './key-value-store.contract.js';

describe.each(REDIS_BINARIES)('on %s', (binary) => {
  let server: RedisServer;
  let admin: RedisClientType;
  const opened: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    server = await RedisServer.start(binary);
    admin = createClient({ url: server.url });
    await admin.connect();
  });

  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()));
    admin.destroy();
    await server.stop();
  });

  const storeByUrl = (): RedisStore => {
    const store = new RedisStore({ url: server.url });
    opened.push(store);
    return store;
  };

  describeKeyValueStore('RedisStore with a URL', async () => {
    await admin.flushAll();
    return { store: storeByUrl(), passTime: (seconds) => ageAll(admin, seconds) };
  });

  describeKeyValueStore('RedisStore with a client', async () => {
    await admin.flushAll();
    return {
      store: new RedisStore({ client: admin }),
      passTime: (seconds) => ageAll(admin, seconds),
    };
  });

  describeKeyRingStore('RedisKeyRingStore', async () => {
    await admin.flushAll();
    const stores = [0, 1].map(() => new RedisKeyRingStore({ url: server.url }));
    opened.push(...stores);
    const [one, other] = stores;
    if (!one || !other) throw new Error('There are two');
    return [one, other];
  });

  it('keeps to its prefix', async () => {
    await admin.flushAll();
    await new RedisStore({ client: admin, prefix: 'mine:' }).set('a', '1', 60);
    await storeByUrl().set('a', '2', 60);
    expect((await admin.keys('*')).toSorted()).toEqual(['criipto-auth:a', 'mine:a']);
  });

  it('lets nothing live longer than it was told to', async () => {
    await admin.flushAll();
    const store = storeByUrl();
    await store.set('a', '1', 60);
    await store.putIfAbsent('b', '1', 60);
    await store.compareAndSet('a', '1', '2', 30);
    expect(await admin.ttl('criipto-auth:a')).toBeLessThanOrEqual(30);
    expect(await admin.ttl('criipto-auth:b')).toBeGreaterThan(30);
  });

  it('refuses a ring that is none', async () => {
    await admin.flushAll();
    await admin.hSet('criipto-auth:key-ring', { version: '1', keys: 'nonsense' });
    const store = new RedisKeyRingStore({ client: admin });
    await expect(store.load()).rejects.toMatchObject({ code: 'key_invalid' });
  });

  it.each([
    { version: '1', keys: '' },
    { version: '1' },
    { keys: '' },
    { version: '1', keys: 'null' },
  ])(
    'a ring that was lost (%j) is none that begins, and its key is named',
    async (fields: Record<string, string>) => {
      await admin.flushAll();
      await admin.hSet('criipto-auth:key-ring', fields);
      await expect(new RedisKeyRingStore({ client: admin }).load()).rejects.toMatchObject({
        code: 'key_invalid',
        message: expect.stringContaining('`criipto-auth:key-ring` in Redis holds no key ring'),
      });
    },
  );

  it('leaves a client alone that was given', async () => {
    await new RedisStore({ client: admin }).close();
    expect(await admin.ping()).toBe('PONG');
  });
});
