import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { PostgresKeyRingStore } from '../../lib/postgres/postgres-key-ring-store.js';
import { PostgresStore } from '../../lib/postgres/postgres-store.js';
import { ageAll } from '../support/postgres-age.js';
import { PostgresServer } from '../support/postgres-server.js';
import { describeKeyRingStore } from './key-ring-store.contract.js';
import { describeKeyValueStore } from './key-value-store.contract.js';

const TTL = 60;

let server: PostgresServer;
let pool: pg.Pool;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  server = await PostgresServer.start({ log_statement: 'all' });
  pool = new pg.Pool({ connectionString: server.url, max: 20 });
  await new PostgresStore({ client: pool }).createTable();
}, 30_000);

beforeEach(async () => {
  await pool.query('TRUNCATE criipto_auth');
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

afterAll(async () => {
  await pool.end();
  await server.stop();
});

function storeByUrl(url = server.url): PostgresStore {
  const store = new PostgresStore({ url });
  opened.push(store);
  return store;
}

const passTime = (seconds: number): Promise<void> => ageAll(server, seconds);
const keysThere = async (): Promise<readonly unknown[]> =>
  (await server.tell('SELECT key FROM criipto_auth ORDER BY key')).map(({ key }) => key);

describeKeyValueStore('PostgresStore with a URL', () => ({ store: storeByUrl(), passTime }));

describeKeyValueStore('PostgresStore with a client', () => ({
  store: new PostgresStore({ client: pool }),
  passTime,
}));

describeKeyRingStore('PostgresKeyRingStore with a URL', () => {
  const stores = [0, 1].map(() => new PostgresKeyRingStore({ url: server.url }));
  opened.push(...stores);
  const [one, other] = stores;
  if (!one || !other) throw new Error('There are two');
  return [one, other];
});

describeKeyRingStore('PostgresKeyRingStore with a client', () => [
  new PostgresKeyRingStore({ client: pool }),
  new PostgresKeyRingStore({ client: pool }),
]);

describe.each(['repeatable read', 'serializable'])('where transactions are %s', (isolation) => {
  const client = () => {
    const strict = new pg.Pool({
      connectionString: server.url,
      max: 20,
      options: `-c default_transaction_isolation=${isolation.replace(' ', '\\ ')}`,
    });
    opened.push({ close: () => strict.end() });
    return strict;
  };

  describeKeyValueStore('PostgresStore', () => ({
    store: new PostgresStore({ client: client() }),
    passTime,
  }));
});

describe('of several instances, each with connections of its own', () => {
  const instances = () => Array.from({ length: 4 }, () => storeByUrl());
  const calls = <T>(call: (store: PostgresStore, index: number) => Promise<T>): Promise<T[]> => {
    const stores = instances();
    return Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const store = stores[index % stores.length];
        if (!store) throw new Error('There is one for each');
        return call(store, index);
      }),
    );
  };

  it.each(['absent', 'expired'])('one alone writes where something is %s', async (what) => {
    if (what === 'expired') {
      await storeByUrl().set('a', 'old', TTL);
      await passTime(TTL);
    }
    const wrote = await calls((store, index) => store.putIfAbsent('a', String(index), TTL));
    expect(wrote.filter(Boolean)).toHaveLength(1);
    expect(await storeByUrl().get('a')).toBe(String(wrote.indexOf(true)));
  });

  it('one alone writes over what all expect', async () => {
    await storeByUrl().set('a', 'old', TTL);
    const wrote = await calls((store, index) =>
      store.compareAndSet('a', 'old', String(index), TTL),
    );
    expect(wrote.filter(Boolean)).toHaveLength(1);
  });

  it('one alone takes', async () => {
    await storeByUrl().set('a', '1', TTL);
    const taken = await calls((store) => store.take('a'));
    expect(taken.filter((value) => value !== undefined)).toEqual(['1']);
  });

  it('all write over each other, and the last one stays', async () => {
    await calls((store, index) => store.set('a', String(index), TTL));
    expect(Number(await storeByUrl().get('a'))).toBeGreaterThanOrEqual(0);
  });
});

describe('expired entries', () => {
  const expire = (count: number) =>
    pool.query(
      `INSERT INTO criipto_auth SELECT 'old ' || number, '', clock_timestamp() - interval '1 s'
       FROM generate_series(1, $1::int) AS number`,
      [count],
    );
  /** As soon as it is so many, or in vain. */
  const left = async (count: number): Promise<readonly unknown[]> => {
    const deadline = Date.now() + 10_000;
    while ((await keysThere()).length !== count && Date.now() < deadline);
    return keysThere();
  };

  it('go with what is written, however many there are', async () => {
    await expire(1800);
    await storeByUrl().set('new', '1', TTL);
    expect(await left(1)).toEqual(['new']);
  });

  it('go in batches, each by a statement of its own', async () => {
    await expire(1100);
    const statements: string[] = [];
    const client = {
      query: (text: string, values: string[]) => {
        if (text.includes('SKIP LOCKED')) statements.push(text);
        return pool.query(text, values);
      },
    };
    await new PostgresStore({ client }).putIfAbsent('new', '1', TTL);
    expect(await left(1)).toEqual(['new']);
    expect(statements).toHaveLength(3);
  });

  it('are looked for once a minute at most', async () => {
    const store = storeByUrl();
    await store.set('a', '1', TTL);
    expect(await left(1)).toEqual(['a']);
    await expire(1);
    await store.set('b', '1', TTL);
    expect(await keysThere()).toEqual(['a', 'b', 'old 1']);
  });

  it('stay while somebody else has them, and hold nobody up', async () => {
    await expire(3);
    const other = await pool.connect();
    try {
      await other.query(`BEGIN; SELECT FROM criipto_auth WHERE key = 'old 2' FOR UPDATE`);
      await storeByUrl().set('new', '1', TTL);
      expect(await left(2)).toEqual(['new', 'old 2']);
    } finally {
      other.release(true);
    }
  });

  it('are found by an index', async () => {
    await expire(20_000);
    await pool.query(`UPDATE criipto_auth SET expires_at = 'infinity' WHERE key > 'old 2'`);
    await pool.query('ANALYZE criipto_auth');
    const { rows } = await pool.query<Record<string, string>>(
      `EXPLAIN SELECT key FROM criipto_auth WHERE expires_at <= (SELECT clock_timestamp())
       ORDER BY expires_at LIMIT 500 FOR UPDATE SKIP LOCKED`,
    );
    expect(JSON.stringify(rows)).toContain('Index Scan using criipto_auth_expires_at');
  });
});

describe('time', () => {
  it("is the server's, to the fraction of a second", async () => {
    const store = storeByUrl();
    await store.set('a', '1', 30);
    await store.putIfAbsent('b', '1', 1.5);
    await store.set('c', '1', TTL);
    await store.compareAndSet('c', '1', '2', 10);
    const rows = await server.tell(
      `SELECT ceil(extract(epoch FROM expires_at - clock_timestamp()))::int AS seconds
       FROM criipto_auth ORDER BY key`,
    );
    expect(rows.map(({ seconds }) => seconds)).toEqual([30, 2, 10]);
  });
});

describe('statements', () => {
  const everyMethod = async (store: PostgresStore) => {
    await store.set('a', '1', TTL);
    await store.putIfAbsent('a', '1', TTL);
    await store.compareAndSet('a', '1', '2', TTL);
    await store.get('a');
    await store.take('a');
  };
  const named = () =>
    new Set([...server.log.join('').matchAll(/execute (criipto\w+)/g)].map(([, name]) => name));

  it('have no names with a client, behind which a PgBouncer may be', async () => {
    server.log.length = 0;
    const one = new pg.Pool({ connectionString: server.url, max: 1 });
    await everyMethod(new PostgresStore({ client: one }));
    const ring = new PostgresKeyRingStore({ client: one });
    await ring.save((await ring.load()).version, []);
    expect((await one.query('SELECT name FROM pg_prepared_statements')).rows).toEqual([]);
    await one.end();
    expect(named()).toEqual(new Set());
  });

  it('have names with a URL', async () => {
    server.log.length = 0;
    await everyMethod(storeByUrl());
    expect(named()).toEqual(
      new Set(
        ['set', 'put_if_absent', 'compare_and_set', 'get', 'take', 'remove_expired'].map(
          (name) => `criipto_auth_${name}`,
        ),
      ),
    );
  });
});

describe('the table', () => {
  const exists = async (name: string) =>
    (await server.tell('SELECT to_regclass($1) IS NOT NULL AS there', [name]))[0]?.['there'];

  it('is made once, by however many at once, and again is left alone', async () => {
    const stores = Array.from(
      { length: 8 },
      () => new PostgresStore({ client: pool, table: 'made_by_many' }),
    );
    await Promise.all(stores.map((store) => store.createTable()));
    await stores[0]?.set('a', '1', TTL);
    await stores[1]?.createTable();
    expect(await stores[2]?.get('a')).toBe('1');
  });

  it.each(['user', 'Auth', 'auth.criipto', 'Auth.Order'])('may be called %s', async (table) => {
    const [schema] = table.includes('.') ? table.split('.') : [];
    if (schema !== undefined) await server.tell(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    const store = new PostgresStore({ client: pool, table });
    await store.createTable();
    await store.set('a', '1', TTL);
    expect(await store.get('a')).toBe('1');
    expect(await storeByUrl().get('a')).toBeUndefined();
    expect(
      await exists(
        table
          .split('.')
          .map((name) => `"${name}"`)
          .join('.'),
      ),
    ).toBe(true);
  });

  it('is logged, and made by the statements for a migration', async () => {
    await server.tell(PostgresStore.sql('migrated'));
    await server.tell(PostgresStore.sql('migrated'));
    await new PostgresStore({ client: pool, table: 'migrated' }).set('a', '1', TTL);
    const kinds = await server.tell(
      `SELECT relpersistence FROM pg_class WHERE relname IN ('migrated', 'migrated_expires_at')`,
    );
    expect(kinds.map(({ relpersistence }) => relpersistence)).toEqual(['p', 'p']);
  });

  it('needs a role that reads and writes rows, and nothing else', async () => {
    await server.tell(`CREATE ROLE app LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      GRANT SELECT, INSERT, UPDATE, DELETE ON criipto_auth TO app`);
    const store = storeByUrl(server.urlOf('app'));
    await store.createTable();
    expect(await store.putIfAbsent('a', '1', TTL)).toBe(true);
    expect(await store.compareAndSet('a', '1', '2', TTL)).toBe(true);
    expect(await store.take('a')).toBe('2');
    const ring = new PostgresKeyRingStore({ url: server.urlOf('app') });
    opened.push(ring);
    expect(await ring.save((await ring.load()).version, [])).toBe(true);

    const another = new PostgresStore({ url: server.urlOf('app'), table: 'another' });
    opened.push(another);
    await expect(another.createTable()).rejects.toMatchObject({ code: '42501' });
  });

  it('that is missing is told of', async () => {
    const store = new PostgresStore({ client: pool, table: 'nowhere' });
    await expect(store.get('a')).rejects.toThrow('`PostgresStore.sql()` or `createTable()`');
  });

  it('has a ring that stays', async () => {
    const ring = new PostgresKeyRingStore({ client: pool });
    await ring.save((await ring.load()).version, []);
    await passTime(10 * 365 * 24 * 3600);
    await storeByUrl().set('new', '1', TTL);
    expect((await ring.load()).version).not.toBe('');
  });
});

describe('a client', () => {
  it('is left alone that was given', async () => {
    await new PostgresStore({ client: pool }).close();
    await new PostgresKeyRingStore({ client: pool }).close();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it.each([undefined, [], [{ rows: [] }, 1], { rows: 1 }])(
    'that answers %j is none',
    async (answer) => {
      // As that of another database would, or one without an adapter.
      const client = { query: async () => answer } as unknown as pg.Pool;
      const store = new PostgresStore({ client });
      await expect(store.get('a')).rejects.toThrow('must resolve to `{ rows }`');
      await expect(store.set('a', '1', TTL)).rejects.toMatchObject({ code: 'no_rows' });
    },
  );
});

describe('a client of pg that has rows as lists', () => {
  it('is refused before anything is written', async () => {
    const client = {
      query: (text: string, values: string[]) => pool.query({ text, values, rowMode: 'array' }),
    };
    const store = new PostgresStore({ client });
    await expect(store.putIfAbsent('a', '1', TTL)).rejects.toThrow('no `rowMode`');
    const ring = new PostgresKeyRingStore({ client });
    for (const start of [store.check(), ring.load()])
      await expect(start).rejects.toMatchObject({ code: 'invalid_options' });
    expect(await keysThere()).toEqual([]);
  });
});

it('a ring that is none is refused', async () => {
  await pool.query(`INSERT INTO criipto_auth VALUES ('key-ring', 'nonsense', 'infinity')`);
  const store = new PostgresKeyRingStore({ client: pool });
  await expect(store.load()).rejects.toMatchObject({ code: 'key_invalid' });
});

it.each([null, '', 'null', '{}'])(
  'a ring that was lost (%j) is none that begins',
  async (value) => {
    await pool.query(`CREATE TABLE lost_ring (key text, value bytea, expires_at timestamptz)`);
    try {
      await pool.query(`INSERT INTO lost_ring VALUES ('key-ring', $1, 'infinity')`, [value]);
      const store = new PostgresKeyRingStore({ client: pool, table: 'lost_ring' });
      await expect(store.load()).rejects.toMatchObject({
        code: 'key_invalid',
        message: expect.stringContaining('holds no key ring'),
      });
    } finally {
      await pool.query('DROP TABLE lost_ring');
    }
  },
);
