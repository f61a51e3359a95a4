import type { KeyRingStore, KeyValueStore } from 'nestjs-criipto-auth';
import { PostgresKeyRingStore, PostgresStore } from 'nestjs-criipto-auth/postgres';
import { RedisKeyRingStore, RedisStore } from 'nestjs-criipto-auth/redis';
import { createClient } from 'redis';

import { PostgresServer } from './postgres-server.js';
import { RedisServer } from './redis-server.js';

/** What instances share, and the stores that each of them has of its own to reach it. */
export interface SharedServer {
  readonly store: () => KeyValueStore;
  readonly ringStore: () => KeyRingStore;
  /** All that is in it, as who can read it sees it. */
  readonly content: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** By the names that tests have for them. */
export const SHARED_SERVERS: readonly (readonly [string, () => Promise<SharedServer>])[] = [
  ['Redis', redis],
  ['PostgreSQL', postgres],
];

async function redis(): Promise<SharedServer> {
  const server = await RedisServer.start();
  const target = { url: server.url };
  return {
    store: () => new RedisStore(target),
    ringStore: () => new RedisKeyRingStore(target),
    content: () => contentOfRedis(server),
    stop: () => server.stop(),
  };
}

async function postgres(): Promise<SharedServer> {
  const server = await PostgresServer.start();
  await server.tell(PostgresStore.sql());
  const target = { url: server.url };
  return {
    store: () => new PostgresStore(target),
    ringStore: () => new PostgresKeyRingStore(target),
    content: async () =>
      JSON.stringify(
        await server.tell(`SELECT key, encode(value, 'escape') AS value FROM criipto_auth`),
      ),
    stop: () => server.stop(),
  };
}

async function contentOfRedis({ url }: RedisServer): Promise<string> {
  const client = createClient({ url });
  await client.connect();
  try {
    const entries = (await client.keys('*')).map(async (key) =>
      (await client.type(key)) === 'hash'
        ? [key, await client.hGetAll(key)]
        : [key, await client.get(key)],
    );
    return JSON.stringify(await Promise.all(entries));
  } finally {
    client.destroy();
  }
}
