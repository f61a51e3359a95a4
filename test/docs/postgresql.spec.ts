import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  PostgresKeyRingStore,
  type PostgresClient,
  PostgresStore,
} from 'nestjs-criipto-auth/postgres';
import pg from 'pg';

import { PostgresServer } from '../support/postgres-server.js';
import { importBlock } from './import-block.js';
import { codeBlocks, page } from './markdown.js';

const GUIDE = 'docs/guides/postgresql.md';
const TTL = 60;

/** What each answers, as its own documentation says, on a pool of `pg`. */
const CLIENTS: readonly [string, string, string, (pool: pg.Pool) => unknown][] = [
  [
    'TypeORM',
    'src/typeorm-client.ts',
    'typeOrmClient',
    (pool) => ({
      query: async (sql: string, parameters: unknown[]) => {
        const { command, rows, rowCount } = await pool.query(sql, parameters);
        return ['DELETE', 'UPDATE'].includes(command) ? [rows, rowCount] : rows;
      },
    }),
  ],
  [
    'postgres.js',
    'src/postgres-js-client.ts',
    'postgresJsClient',
    (pool) => ({
      unsafe: async (sql: string, parameters: unknown[]) =>
        (await pool.query(sql, parameters)).rows,
    }),
  ],
  [
    'Prisma',
    'src/prisma-client.ts',
    'prismaClient',
    (pool) => ({
      $queryRawUnsafe: async (sql: string, ...values: unknown[]) =>
        (await pool.query(sql, values)).rows,
    }),
  ],
];

describe(GUIDE, () => {
  let server: PostgresServer;
  let pool: pg.Pool;

  beforeAll(async () => {
    server = await PostgresServer.start();
    pool = new pg.Pool({ connectionString: server.url });
  }, 60_000);

  afterAll(async () => {
    await pool.end();
    await server.stop();
  });

  it('has the statements of the table, and the rights to it', async () => {
    const [table, rights] = codeBlocks(page(GUIDE), 'sql').map(({ code }) => code);
    expect(table?.trim()).toBe(PostgresStore.sql().trim());
    await server.tell(`CREATE ROLE app LOGIN; ${table ?? ''} ${rights ?? ''}`);
    const store = new PostgresStore({ url: server.urlOf('app') });
    await store.set('a', '1', TTL);
    expect(await store.take('a')).toBe('1');
    await store.close();
  });

  it.each(CLIENTS)('has a client for %s', async (_name, file, adapter, orm) => {
    // By its name in the guide.
    const block = (await importBlock(GUIDE, file)) as Record<
      string,
      (orm: unknown) => PostgresClient
    >;
    const client = block[adapter]?.(orm(pool));
    if (!client) throw new Error(`${file} has no ${adapter}`);
    const store = new PostgresStore({ client });
    await store.createTable();
    await store.set('a', '1', TTL);
    expect(await store.get('a')).toBe('1');
    expect(await store.putIfAbsent('a', '2', TTL)).toBe(false);
    expect(await store.compareAndSet('a', '1', '2', TTL)).toBe(true);
    expect(await store.compareAndSet('a', '1', '3', TTL)).toBe(false);
    expect([await store.take('a'), await store.take('a')]).toEqual(['2', undefined]);
    expect(await store.putIfAbsent('a', '3', TTL)).toBe(true);

    const ring = new PostgresKeyRingStore({ client });
    const { version } = await ring.load();
    expect([await ring.save(version, []), await ring.save('another', [])]).toEqual([true, false]);
  });
});
