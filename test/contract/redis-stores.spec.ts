import { describe, expect, it } from '@jest/globals';

import { RedisKeyRingStore } from '../../lib/redis/redis-key-ring-store.js';
import { RedisStore } from '../../lib/redis/redis-store.js';
import { ageAll } from '../support/redis-age.js';
import { RedisOfSuite } from '../support/redis-of-suite.js';
import { REDIS_BINARIES } from '../support/redis-server.js';
import { describeKeyRingStore } from './key-ring-store.contract.js';
import { describeKeyValueStore } from './key-value-store.contract.js';

describe.each(REDIS_BINARIES)('on %s', (binary) => {
  const redis = new RedisOfSuite(binary);

  const storeByUrl = (): RedisStore => {
    const store = new RedisStore({ url: redis.server.url });
    redis.opened.push(store);
    return store;
  };

  describeKeyValueStore('RedisStore with a URL', async () => {
    await redis.admin.flushAll();
    return { store: storeByUrl(), passTime: (seconds) => ageAll(redis.admin, seconds) };
  });

  describeKeyValueStore('RedisStore with a client', async () => {
    await redis.admin.flushAll();
    return {
      store: new RedisStore({ client: redis.admin }),
      passTime: (seconds) => ageAll(redis.admin, seconds),
    };
  });

  describeKeyRingStore('RedisKeyRingStore', async () => {
    await redis.admin.flushAll();
    const stores = [0, 1].map(() => new RedisKeyRingStore({ url: redis.server.url }));
    redis.opened.push(...stores);
    const [one, other] = stores;
    if (!one || !other) throw new Error('There are two');
    return [one, other];
  });

  it('keeps to its prefix', async () => {
    await redis.admin.flushAll();
    await new RedisStore({ client: redis.admin, prefix: 'mine:' }).set('a', '1', 60);
    await storeByUrl().set('a', '2', 60);
    expect((await redis.admin.keys('*')).toSorted()).toEqual(['criipto-auth:a', 'mine:a']);
  });

  it('lets nothing live longer than it was told to', async () => {
    await redis.admin.flushAll();
    const store = storeByUrl();
    await store.set('a', '1', 60);
    await store.putIfAbsent('b', '1', 60);
    await store.compareAndSet('a', '1', '2', 30);
    expect(await redis.admin.ttl('criipto-auth:a')).toBeLessThanOrEqual(30);
    expect(await redis.admin.ttl('criipto-auth:b')).toBeGreaterThan(30);
  });

  it('refuses a ring that is none', async () => {
    await redis.admin.flushAll();
    await redis.admin.hSet('criipto-auth:key-ring', { version: '1', keys: 'nonsense' });
    const store = new RedisKeyRingStore({ client: redis.admin });
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
      await redis.admin.flushAll();
      await redis.admin.hSet('criipto-auth:key-ring', fields);
      await expect(new RedisKeyRingStore({ client: redis.admin }).load()).rejects.toMatchObject({
        code: 'key_invalid',
        message: expect.stringContaining('`criipto-auth:key-ring` in Redis holds no key ring'),
      });
    },
  );

  it('leaves a client alone that was given', async () => {
    await new RedisStore({ client: redis.admin }).close();
    expect(await redis.admin.ping()).toBe('PONG');
  });
});
