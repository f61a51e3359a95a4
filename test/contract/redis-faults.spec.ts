import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { RedisStore } from '../../lib/stores/redis/redis-store.js';
import { RedisServer } from '../support/redis-server.js';

const TTL = 60;
/** One second for a command, and something for a slow machine. */
const PATIENCE_MS = 3000;

describe('RedisStore, when Redis', () => {
  let server: RedisServer;
  let store: RedisStore;

  beforeAll(async () => {
    server = await RedisServer.start();
  });

  beforeEach(() => {
    store = new RedisStore({ url: server.url });
  });

  afterEach(() => store.close());

  afterAll(() => server.stop());

  const codeOf = async (work: Promise<unknown>): Promise<unknown> => {
    try {
      await work;
    } catch (error) {
      return (error as { code?: unknown }).code;
    }
    return 'no error';
  };

  const heals = async (): Promise<string | undefined> => {
    const deadline = Date.now() + 10_000;
    while (Date.now() < deadline) {
      try {
        await store.set('healed', 'yes', TTL);
        return await store.get('healed');
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50)); // not yet
      }
    }
    return undefined;
  };

  it('dies, fails at once, and heals when it is back', async () => {
    await store.set('a', '1', TTL);
    await server.kill();
    expect(await codeOf(store.get('a'))).not.toBe('no error'); // the one that notices
    const start = Date.now();
    expect(await codeOf(store.get('a'))).toMatch(/Error|ECONNREFUSED|ECONNRESET/);
    expect(Date.now() - start).toBeLessThan(PATIENCE_MS);
    await server.restart();
    expect(await heals()).toBe('yes');
  });

  it('is not there when the application starts, fails, and heals when it comes', async () => {
    await server.kill();
    expect(await codeOf(store.get('a'))).toBe('ECONNREFUSED');
    await server.restart();
    expect(await heals()).toBe('yes');
  });

  it('hangs, fails after a second, and heals', async () => {
    await store.set('a', '1', TTL);
    server.freeze();
    const start = Date.now();
    expect(await codeOf(store.get('a'))).toBe('TimeoutError');
    expect(Date.now() - start).toBeLessThan(PATIENCE_MS);
    server.thaw();
    expect(await heals()).toBe('yes');
  });

  it('hangs before there is a connection, fails after a second, and heals', async () => {
    server.freeze();
    expect(await codeOf(store.get('a'))).toBe('TimeoutError');
    server.thaw();
    expect(await heals()).toBe('yes');
  });

  it('is closed, and leaves nothing open', async () => {
    await store.set('a', '1', TTL);
    await store.close();
    await store.close();
    expect(await store.get('a')).toBe('1'); // a store that is used again connects again
  });
});

describe('RedisStore tells by a word', () => {
  it.each([
    ['a Redis without memory', ['--maxmemory', '1', '--maxmemory-policy', 'noeviction'], 'OOM'],
    ['one that lacks its replicas', ['--min-replicas-to-write', '1'], 'NOREPLICAS'],
    ['a replica that may not write', ['--replicaof', '127.0.0.1 1'], 'READONLY'],
    ['one that wants a password', ['--requirepass', 'secret'], 'NOAUTH'],
  ])('of %s', async (_what, settings, code) => {
    const server = await RedisServer.start('redis-server', settings);
    const store = new RedisStore({ url: server.url });
    await expect(store.set('key', 'a value', TTL)).rejects.toMatchObject({
      code,
      message: `Redis failed (${code})`,
    });
    await store.close();
    await server.stop();
  });
});
