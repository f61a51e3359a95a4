import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createClient, createClientPool, type RedisClientType, RESP_TYPES } from 'redis';
import { createClient as createClientOf4 } from 'redis-4';

import type { RedisCommands } from '../../lib/redis/redis-commands.js';
import { RedisKeyRingStore } from '../../lib/redis/redis-key-ring-store.js';
import { RedisStore } from '../../lib/redis/redis-store.js';
import { describeKeyRingStore } from './key-ring-store.contract.js';
import { describeKeyValueStore } from './key-value-store.contract.js';
import { ageAll } from '../support/redis-age.js';
import { RedisServer } from '../support/redis-server.js';

const INSTALL = /Install version 5 or later \(`npm install redis`\)/;

let server: RedisServer;
let admin: RedisClientType;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  server = await RedisServer.start();
  admin = createClient({ url: server.url });
  await admin.connect();
  closing.push(() => admin.destroy());
});

afterAll(async () => {
  for (const close of closing) await close();
  await server.stop();
});

/** As somebody writes it who has no types. */
const given = (client: unknown) => ({ client: client as RedisCommands });
const keys = () => admin.keys('*');
const commands = async () =>
  Number(/total_commands_processed:(\d+)/.exec(await admin.info('stats'))?.[1]);

async function of4(options: { readonly legacyMode?: true } = {}) {
  const client = createClientOf4({ url: server.url, ...options });
  client.on('error', () => undefined); // in legacy mode nobody else is told
  await client.connect();
  closing.push(() => client.disconnect());
  return client;
}

function ofIoredis() {
  const client = new Redis(server.url);
  closing.push(() => client.disconnect());
  return client;
}

type Made = (options: { client: RedisCommands }) => () => Promise<unknown>;

/** Each makes a store, and gives what uses it. */
const STORES: readonly (readonly [string, Made])[] = [
  [
    'RedisStore',
    (options) => {
      const store = new RedisStore(options);
      return () => store.putIfAbsent('a', '1', 60);
    },
  ],
  [
    'RedisKeyRingStore',
    (options) => {
      const store = new RedisKeyRingStore(options);
      return () => store.load();
    },
  ],
];

describe.each(STORES)('%s, before its first command,', (_name, make) => {
  const first = (client: unknown) => make(given(client))();

  it('refuses a client of redis 4, and leaves nothing behind', async () => {
    const error: unknown = await first(await of4()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'invalid_options' });
    expect(String(error)).toMatch(/in spite of `condition: NX`, as `redis` 4 does/);
    expect(String(error)).toMatch(INSTALL);
    expect(await keys()).toEqual([]);
  });

  it('refuses one in legacy mode, of redis 4 and of now', async () => {
    const legacy = [await of4({ legacyMode: true }), admin.legacy()];
    for (const client of legacy) await expect(first(client)).rejects.toThrow(/legacy mode/);
    expect(await admin.ping()).toBe('PONG');
  });

  it('lets one answer with Buffers and numbers as text', async () => {
    const mapped = admin.withTypeMapping({
      [RESP_TYPES.BLOB_STRING]: Buffer,
      [RESP_TYPES.SIMPLE_STRING]: Buffer,
      [RESP_TYPES.NUMBER]: String,
    });
    expect(await first(mapped)).toBeTruthy();
    await admin.flushAll();
  });

  it('tries it once, however many come at once, and never again', async () => {
    const asked = make({ client: admin });
    const before = await commands();
    await Promise.all([asked(), asked(), asked()]);
    const between = await commands();
    await Promise.all([asked(), asked(), asked()]);
    const after = await commands();
    expect(after - between).toBe(3 + 1);
    // Six of the trial, and what its script does.
    expect(between - before).toBeLessThanOrEqual(3 + 1 + 6 + 8);
    await admin.flushAll();
  });
});

describe.each(STORES)('%s, where it is made,', (_name, make) => {
  it('refuses a client of ioredis', () => {
    const client = ofIoredis();
    expect(() => make(given(client))).toThrow(/it seems to be one of `ioredis`/);
    expect(() => make(given(client))).toThrow(INSTALL);
  });

  it('refuses a client that nobody waited for', () => {
    const client = createClient({ url: server.url });
    const connecting = client.connect();
    expect(() => make(given(connecting))).toThrow(/is a Promise, which was not awaited/);
    closing.push(async () => (await connecting).destroy());
  });

  it.each([{}, 'redis://localhost', new Map()])('refuses %p', (client) => {
    expect(() => make(given(client))).toThrow(/it has no `getDel`|it has no `get`/);
  });
});

describe('RedisStore, when a client is of somebody else’s make,', () => {
  const wrapped = (changes: Partial<Record<keyof RedisCommands, unknown>>) => ({
    get: (key: string) => admin.get(key),
    getDel: (key: string) => admin.getDel(key),
    set: (...args: Parameters<RedisCommands['set']>) => admin.set(...args),
    hmGet: (key: string, fields: string[]) => admin.hmGet(key, fields),
    eval: (...args: Parameters<RedisCommands['eval']>) => admin.eval(...args),
    ...changes,
  });
  it('takes one that does what is asked', async () => {
    expect(await new RedisStore(given(wrapped({}))).putIfAbsent('x', '1', 1)).toBe(true);
    await admin.flushAll();
  });

  it.each<[string, Parameters<typeof wrapped>[0], RegExp]>([
    [
      'that lets nothing expire',
      { set: (key: string, value: string) => admin.set(key, value, { condition: 'NX' }) },
      /does not expire/,
    ],
    [
      'that does not say whether it wrote',
      { set: async () => undefined },
      /does not say what Redis said/,
    ],
    [
      'whose getDel gives something else',
      { getDel: async () => null },
      /`getDel` does not give what was there/,
    ],
    [
      'that Redis does not understand',
      { set: (key: string, value: string) => admin.sendCommand(['SET', key, value, 'none']) },
      /does not understand what it sends/,
    ],
  ])('refuses one %s', async (_what, changes, reason) => {
    const store = new RedisStore(given(wrapped(changes)));
    await expect(store.get('a')).rejects.toThrow(reason);
  });

  it('does not hold against it that one entry went away meanwhile', async () => {
    let evictions = 0;
    const set = async (...args: Parameters<RedisCommands['set']>) => {
      const answer = await admin.set(...args);
      if (evictions++ === 0) await admin.del(args[0]);
      return answer;
    };
    await new RedisStore(given(wrapped({ set }))).get('a');
    expect(evictions).toBeGreaterThan(2);
  });
});

describe('RedisStore, when a server', () => {
  it('is older than 6.2, says so', async () => {
    const old = await RedisServer.start('redis-server', ['--rename-command', 'GETDEL', '']);
    const store = new RedisStore({ url: old.url });
    await expect(store.get('a')).rejects.toThrow('Redis 6.2 or later, or Valkey, is needed');
    await store.close();
    await old.stop();
  });

  it('is full before the trial, still gives what it has, and is tried when it has room', async () => {
    const full = await RedisServer.start('redis-server', ['--maxmemory', '1']);
    const store = new RedisStore({ url: full.url });
    expect(await store.get('a')).toBeUndefined();
    await expect(store.set('a', '1', 60)).rejects.toMatchObject({ code: 'OOM' });
    await full.tell('CONFIG SET maxmemory 0');
    await store.set('a', '1', 60);
    expect(await store.get('a')).toBe('1');
    await store.close();
    await full.stop();
  });
});

describe('with a pool of clients', () => {
  let pool: ReturnType<typeof createClientPool>;

  beforeAll(async () => {
    pool = createClientPool({ url: server.url });
    await pool.connect();
    closing.push(() => pool.close());
  });

  describeKeyValueStore('RedisStore', async () => {
    await admin.flushAll();
    return {
      store: new RedisStore(given(pool)),
      passTime: (seconds) => ageAll(admin, seconds),
    };
  });

  describeKeyRingStore('RedisKeyRingStore', async () => {
    await admin.flushAll();
    return [new RedisKeyRingStore(given(pool)), new RedisKeyRingStore(given(pool))];
  });
});
