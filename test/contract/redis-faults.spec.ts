import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { createClient } from 'redis';

import { RedisStore } from '../../lib/redis/redis-store.js';
import { MovingAddress } from '../support/moving-address.js';
import { RedisServer } from '../support/redis-server.js';

const TTL = 60;
/** As promised; and some more for a slow machine. */
const CONNECT_MS = 2000;
const COMMAND_MS = 1000;
const SLACK_MS = 900;

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
    expect(Date.now() - start).toBeLessThan(SLACK_MS);
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
    await expectToGiveUpAfter(COMMAND_MS, store);
    server.thaw();
    expect(await heals()).toBe('yes');
  });

  it('hangs before there is a connection, fails after two seconds, and heals', async () => {
    server.freeze();
    await expectToGiveUpAfter(CONNECT_MS, store);
    server.thaw();
    expect(await heals()).toBe('yes');
  });

  it('takes more than a second for a connection, is waited for', async () => {
    server.freeze();
    const answer = store.putIfAbsent('late', '1', TTL);
    setTimeout(() => server.thaw(), COMMAND_MS + 300);
    expect(await answer).toBe(true);
  });

  it('has answered while this process was busy, is not blamed for it', async () => {
    await store.set('a', '1', TTL);
    server.freeze();
    const answer = store.get('a');
    await new Promise((resolve) => setImmediate(resolve)); // it is sent
    server.thaw();
    const until = Date.now() + COMMAND_MS + 200;
    while (Date.now() < until);
    expect(await answer).toBe('1');
  });

  it('is a replica by now, finds the new master under the same name', async () => {
    const address = await MovingAddress.to(server.port);
    const moving = new RedisStore({ url: address.url });
    await moving.set('a', '1', TTL);
    const successor = await RedisServer.start();
    await server.tell('REPLICAOF 127.0.0.1 1');
    address.port = successor.port;
    const answers = await Promise.all([codeOf(moving.set('a', '2', TTL)), moving.get('a')]);
    expect(answers).toEqual(['READONLY', '1']);
    await moving.set('a', '3', TTL);
    expect(await moving.get('a')).toBe('3');
    await moving.close();
    await Promise.all([address.close(), successor.stop()]);
    await server.tell('REPLICAOF NO ONE');
  });

  it('is closed, and leaves nothing open', async () => {
    await store.set('a', '1', TTL);
    await store.close();
    await store.close();
    expect(await store.get('a')).toBe('1'); // a store that is used again connects again
  });
});

describe('RedisStore with a client of the application, when Redis', () => {
  let server: RedisServer;
  let client: ReturnType<typeof createClient>;
  let store: RedisStore;

  beforeEach(async () => {
    server = await RedisServer.start();
    client = createClient({ url: server.url, socket: { reconnectStrategy: 50 } });
    client.on('error', () => undefined); // the application's own affair
    store = new RedisStore({ client });
  });

  afterEach(async () => {
    if (client.isOpen) client.destroy();
    await server.stop();
  });

  it('hangs, fails after a second, and heals with the same client', async () => {
    await client.connect();
    server.freeze();
    await expectToGiveUpAfter(COMMAND_MS, store);
    server.thaw();
    await store.set('a', '1', TTL);
    expect(await store.get('a')).toBe('1');
    expect(await client.ping()).toBe('PONG');
  });

  it('hangs before there is a connection, fails after two seconds, and heals', async () => {
    server.freeze();
    const connected = client.connect();
    await expectToGiveUpAfter(CONNECT_MS, store);
    server.thaw();
    await connected;
    await store.set('a', '1', TTL);
    expect(await store.get('a')).toBe('1');
  });

  it('takes more than a second for a connection, is waited for', async () => {
    server.freeze();
    const connected = client.connect();
    const answers = [store.putIfAbsent('late', '1', TTL), store.putIfAbsent('late', '2', TTL)];
    setTimeout(() => server.thaw(), COMMAND_MS + 300);
    expect((await Promise.all(answers)).filter(Boolean)).toHaveLength(1);
    await connected;
  });

  it('dies, has nothing done later that was given up', async () => {
    await client.connect();
    const noticed = new Promise((resolve) => client.once('reconnecting', resolve));
    await Promise.all([noticed, server.kill()]);
    expect(await codeOf(store.set('a', '1', TTL))).toBe('TimeoutError');
    await server.restart();
    await store.set('b', '1', TTL);
    expect(await store.get('a')).toBeUndefined();
  });

  it('was never connected to, fails at once', async () => {
    const start = performance.now();
    expect(await codeOf(store.get('a'))).toBe('Error');
    expect(performance.now() - start).toBeLessThan(SLACK_MS);
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

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'no error';
}

async function expectToGiveUpAfter(milliseconds: number, store: RedisStore): Promise<void> {
  const start = performance.now();
  expect(await codeOf(store.get('a'))).toBe('TimeoutError');
  const taken = performance.now() - start;
  expect(taken).toBeGreaterThan(milliseconds - 100);
  expect(taken).toBeLessThan(milliseconds + SLACK_MS);
}
