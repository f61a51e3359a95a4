import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CriiptoAuthModule, InvalidOptionsError } from 'nestjs-criipto-auth';
import { type RedisCommands, RedisKeyRingStore, RedisStore } from 'nestjs-criipto-auth/redis';
import { createClient } from 'redis-4';

import { freePort } from '../support/free-port.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { RedisServer } from '../support/redis-server.js';
import { appsOn, SESSION_SECRET, testOptions } from '../support/test-app.js';

const POLICIES = [
  'allkeys-lfu',
  'allkeys-lru',
  'allkeys-random',
  'volatile-lfu',
  'volatile-lru',
  'volatile-random',
  'volatile-ttl',
];

describe.each(HTTP_ADAPTERS)('an application starts on %s', (_name, adapter) => {
  const start = appsOn(adapter);
  let redis: RedisServer;
  let client: ReturnType<typeof createClient>;

  beforeAll(async () => {
    redis = await RedisServer.start();
    client = createClient({ url: redis.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.disconnect();
    await redis.stop();
  });

  /** As somebody writes it who has no types. */
  const old = () => ({ client: client as unknown as RedisCommands });
  const withStore = (store: RedisStore) => ({
    options: { session: { secret: SESSION_SECRET, store } },
  });
  const warnings = async (): Promise<string> => {
    const app = await start(withStore(new RedisStore({ url: redis.url })));
    return app.log.text;
  };

  it('with no client of redis 4, and says what to install', async () => {
    const refused: unknown = await start(withStore(new RedisStore(old()))).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(InvalidOptionsError);
    expect(String(refused)).toContain('`session.store`: The client of Redis cannot be used');
    expect(String(refused)).toContain('npm install redis');
  });

  it('with no ring of keys at a client of redis 4, either', async () => {
    const ring = { store: new RedisKeyRingStore(old()), encryptionKey: SESSION_SECRET };
    const options = { ...testOptions('https://acme.criipto.id', 'https://app.example.com') };
    const imports = [CriiptoAuthModule.forRoot({ ...options, keys: { ring } })];
    await expect(Test.createTestingModule({ imports }).compile()).rejects.toThrow(
      /`keys.ring.store` cannot be used. The client of Redis cannot be used.*npm install redis/,
    );
  });

  it('while Redis is away, and waits for nothing', async () => {
    const away = new RedisStore({ url: `redis://127.0.0.1:${await freePort()}` });
    const app = await start(withStore(away));
    expect((await app.logIn()).status).toBe(503);
  });

  it.each(POLICIES)('and warns of %s', async (policy) => {
    await redis.tell(`CONFIG SET maxmemory-policy ${policy}`);
    expect(await warnings()).toContain(
      `warn \`session.store\` evicts what it has when its memory is full (maxmemory-policy ${policy})`,
    );
  });

  it.each([
    ['allkeys-lru', true],
    ['volatile-lru', false],
    ['noeviction', false],
  ])('and warns that %s may evict the ring of keys: %p', async (policy, isWarned) => {
    await redis.tell(`CONFIG SET maxmemory-policy ${policy}`);
    const ring = {
      store: new RedisKeyRingStore({ url: redis.url }),
      encryptionKey: SESSION_SECRET,
    };
    const { log } = await start({ options: { keys: { ring } } });
    expect(log.text.includes('warn `keys.ring.store` may evict the keys')).toBe(isWarned);
  });

  it('and is silent where Redis evicts nothing, or does not tell', async () => {
    await redis.tell('CONFIG SET maxmemory-policy noeviction');
    expect(await warnings()).not.toContain('evicts');
    await redis.tell('CONFIG SET maxmemory-policy allkeys-lru');
    await redis.tell('ACL SETUSER default -info');
    expect(await warnings()).not.toContain('evicts');
    await redis.tell('ACL SETUSER default +info');
  });
});
