import type { KeyRingStore, KeyValueStore } from 'nestjs-criipto-auth';
import { PostgresKeyRingStore, PostgresStore } from 'nestjs-criipto-auth/postgres';
import { RedisKeyRingStore, RedisStore } from 'nestjs-criipto-auth/redis';
import { createClient, type RedisClientType } from 'redis';

import { PostgresServer } from './postgres-server.js';
import { RedisServer } from './redis-server.js';

/** What instances share, and the stores that each of them has of its own to reach it. */
export interface SharedServer {
  /** For instances in processes of their own. */
  readonly url: string;
  readonly store: () => KeyValueStore;
  readonly ringStore: () => KeyRingStore;
  /** All that is in it, as who can read it sees it. */
  readonly content: () => Promise<string>;
  /** For how many seconds there are still those entries whose keys begin so. */
  readonly secondsLeft: (prefix: string) => Promise<readonly number[]>;
  /** As if the time of those had gone by. */
  readonly letExpire: (prefix: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** By the names that tests have for them. */
export const SHARED_SERVERS: readonly (readonly [string, () => Promise<SharedServer>])[] = [
  ['Redis', redis],
  ['PostgreSQL', postgres],
];

async function redis(): Promise<SharedServer> {
  const server = await RedisServer.start();
  const { url } = server;
  return {
    url,
    store: () => new RedisStore({ url }),
    ringStore: () => new RedisKeyRingStore({ url }),
    content: () => contentOfRedis(url),
    secondsLeft: (prefix) =>
      told(url, async (client) =>
        Promise.all(
          (await keysOf(client, prefix)).map(async (key) => (await client.pTTL(key)) / 1000),
        ),
      ),
    letExpire: (prefix) =>
      told(url, async (client) => void (await client.del(await keysOf(client, prefix)))),
    stop: () => server.stop(),
  };
}

async function postgres(): Promise<SharedServer> {
  const server = await PostgresServer.start();
  await server.tell(PostgresStore.sql());
  const { url } = server;
  return {
    url,
    store: () => new PostgresStore({ url }),
    ringStore: () => new PostgresKeyRingStore({ url }),
    content: async () =>
      JSON.stringify(
        await server.tell(`SELECT key, encode(value, 'escape') AS value FROM criipto_auth`),
      ),
    secondsLeft: async (prefix) => {
      const left = 'extract(epoch FROM expires_at - clock_timestamp())';
      const sql = `SELECT ${left} AS left FROM criipto_auth WHERE starts_with(key, $1)`;
      return (await server.tell(sql, [prefix])).map((row) => Number(row['left']));
    },
    letExpire: async (prefix) => {
      const sql = `UPDATE criipto_auth SET expires_at = clock_timestamp() WHERE starts_with(key, $1)`;
      await server.tell(sql, [prefix]);
    },
    stop: () => server.stop(),
  };
}

function keysOf(client: RedisClientType, prefix: string): Promise<string[]> {
  return client.keys(`criipto-auth:${prefix}*`);
}

function contentOfRedis(url: string): Promise<string> {
  return told(url, async (client) => {
    const entries = (await client.keys('*')).map(async (key) =>
      (await client.type(key)) === 'hash'
        ? [key, await client.hGetAll(key)]
        : [key, await client.get(key)],
    );
    return JSON.stringify(await Promise.all(entries));
  });
}

async function told<T>(url: string, work: (client: RedisClientType) => Promise<T>): Promise<T> {
  const client: RedisClientType = createClient({ url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
