import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import type { PostgresOptions } from '../../lib/postgres/postgres-options.js';
import { PostgresStore } from '../../lib/postgres/postgres-store.js';
import { MovingAddress } from '../support/moving-address.js';
import { PostgresServer } from '../support/postgres-server.js';

const TTL = 60;
/** As promised; and some more for a slow machine. */
const CONNECT_MS = 2000;
const STATEMENT_MS = 1000;
const BOTH_MS = CONNECT_MS + STATEMENT_MS;
const SLACK_MS = 900;

async function startedServer(): Promise<PostgresServer> {
  const server = await PostgresServer.start();
  await server.tell(PostgresStore.sql());
  return server;
}

describe('PostgresStore, when PostgreSQL', () => {
  let server: PostgresServer;
  let store: PostgresStore;

  beforeAll(async () => {
    server = await startedServer();
  }, 30_000);

  beforeEach(() => {
    store = new PostgresStore({ url: server.url });
  });

  afterEach(async () => {
    server.thaw();
    await store.close();
  });

  afterAll(() => server.stop());

  /** Also what nobody waits for. */
  const connected = async (): Promise<void> => {
    await store.set('a', '1', TTL);
    await expectConnections(server, 'active', 0);
  };

  it('dies, fails at once, and has everything when it is back', async () => {
    await store.set('a', '1', TTL);
    await server.kill();
    const start = performance.now();
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect(await codeOf(store.get('a'))).toMatch(/^(Error|ECONNREFUSED|ECONNRESET|57P0\d)$/);
    expect(performance.now() - start).toBeLessThan(SLACK_MS);
    await server.restart();
    expect(await store.get('a')).toBe('1');
  });

  it('is restarted between two statements, is asked again over another connection', async () => {
    await Promise.all(Array.from({ length: 10 }, () => store.set('a', '1', TTL)));
    await server.restart();
    expect(await store.get('a')).toBe('1');
  });

  it('is not there when the application starts, fails, and heals when it comes', async () => {
    await server.kill();
    expect(await codeOf(store.get('a'))).toBe('ECONNREFUSED');
    await server.restart();
    await store.set('a', '1', TTL);
    expect(await store.get('a')).toBe('1');
  });

  it('hangs, fails after a second, and heals', async () => {
    await connected();
    server.freeze();
    await expectToGiveUpAfter(STATEMENT_MS, store);
    server.thaw();
    expect(await store.get('a')).toBe('1');
  });

  it('hangs before there is a connection, fails after two seconds, and heals', async () => {
    await server.tell('TRUNCATE criipto_auth');
    server.freeze();
    await expectToGiveUpAfter(CONNECT_MS, store);
    server.thaw();
    expect(await store.get('a')).toBeUndefined();
  });

  it('takes more than a second for a connection, is waited for', async () => {
    server.freeze();
    const answer = store.putIfAbsent('late', '1', TTL);
    setTimeout(() => server.thaw(), STATEMENT_MS + 300);
    expect(await answer).toBe(true);
  });

  it('has answered while this process was busy, is not blamed for it', async () => {
    await connected();
    server.freeze();
    const answer = store.get('a');
    await new Promise((resolve) => setImmediate(resolve)); // it is sent
    server.thaw();
    const until = Date.now() + STATEMENT_MS + 200;
    while (Date.now() < until);
    expect(await answer).toBe('1');
  });

  it('loses all connections in silence, needs one second to notice and not one for each', async () => {
    const address = await MovingAddress.to(server.port);
    const far = new PostgresStore({ url: throughAddress(address) });
    await Promise.all(Array.from({ length: 10 }, () => far.set('a', '1', TTL)));
    address.goSilent();
    expect(await codeOf(far.get('a'))).toBe('TimeoutError');
    expect(await far.get('a')).toBe('1');
    await far.close();
    await address.close();
  });

  it('waits for a lock, gives the statement up itself, and does nothing later', async () => {
    await store.set('a', '1', TTL);
    const other = new pg.Client({ connectionString: server.url });
    await other.connect();
    await other.query('BEGIN; LOCK TABLE criipto_auth');
    expect(await codeOf(store.set('a', '2', TTL))).toBe('57014');
    await other.query('COMMIT');
    await other.end();
    expect(await store.get('a')).toBe('1');
  });

  it('has no connection left, says so, and goes on when it has', async () => {
    await server.tell(
      'CREATE ROLE narrow LOGIN CONNECTION LIMIT 1; GRANT ALL ON criipto_auth TO narrow',
    );
    const url = server.urlOf('narrow');
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    const narrow = new PostgresStore({ url });
    expect(await codeOf(narrow.get('a'))).toBe('53300');
    await other.end();
    await untilDone(() => narrow.set('a', '1', TTL));
    await untilDone(() => narrow.get('a'));
    expect(await narrow.get('a')).toBe('1');
    await narrow.close();
  });

  it('is closed, and leaves nothing open', async () => {
    await store.set('a', '1', TTL);
    await store.close();
    await store.close();
    await expectConnections(server, '%', 0);
    expect(await store.get('a')).toBe('1'); // a store that is used again connects again
  });
});

describe('PostgresStore with a client of the application, when PostgreSQL', () => {
  let server: PostgresServer;
  let pool: pg.Pool;
  let store: PostgresStore;

  beforeAll(async () => {
    server = await startedServer();
    pool = new pg.Pool({ connectionString: server.url, query_timeout: 1000 });
    pool.on('error', () => undefined); // the application's own affair
    store = new PostgresStore({ client: pool });
  }, 30_000);

  afterAll(async () => {
    await pool.end();
    await server.stop();
  });

  it('dies, fails, and has everything when it is back', async () => {
    await store.set('a', '1', TTL);
    await server.kill();
    expect(await codeOf(store.get('a'))).not.toBe('no error');
    await server.restart();
    await untilDone(() => store.get('a'));
    expect(await store.get('a')).toBe('1');
  });

  it('hangs, is given up by the time of the pool', async () => {
    await store.set('a', '1', TTL);
    await expectConnections(server, 'active', 0);
    server.freeze();
    expect(await codeOf(store.get('a'))).toBe('Error');
    server.thaw();
    expect(await store.get('a')).toBe('1');
  });

  it('hangs, is given up after three seconds where the pool has no time', async () => {
    const patient = new pg.Pool({ connectionString: server.url });
    server.freeze();
    await expectToGiveUpAfter(BOTH_MS, new PostgresStore({ client: patient }));
    server.thaw();
    await patient.end();
  });
});

describe('PostgresStore, while a standby takes over', () => {
  let old: PostgresServer;
  let successor: PostgresServer;

  beforeAll(async () => {
    [old, successor] = await Promise.all([startedServer(), startedServer()]);
  }, 30_000);

  afterAll(() => Promise.all([old.stop(), successor.stop()]));

  it('asks nobody who only reads, and finds the new primary under the same name', async () => {
    const address = await MovingAddress.to(old.port);
    const moving = new PostgresStore({ url: throughAddress(address) });
    await moving.set('a', '1', TTL);
    await old.demote();
    for (const ask of [
      () => moving.get('a'),
      () => moving.set('a', '2', TTL),
      () => moving.putIfAbsent('b', '1', TTL),
      () => moving.take('a'),
      () => moving.get('never there'),
    ])
      expect(await codeOf(ask())).toBe('25006');
    address.port = successor.port;
    await moving.set('a', '3', TTL);
    expect(await moving.get('a')).toBe('3');
    await moving.close();
    await address.close();
  }, 30_000);

  it('goes on where it was when that is the primary again', async () => {
    const store = new PostgresStore({ url: old.url });
    expect(await codeOf(store.get('a'))).toBe('25006');
    await old.promote();
    expect(await store.get('a')).toBe('1');
    await store.close();
  }, 30_000);

  it('is told of a standby by a client of the application, too', async () => {
    await successor.demote();
    const client = new pg.Pool({ connectionString: successor.url });
    expect(await codeOf(new PostgresStore({ client }).get('a'))).toBe('25006');
    await client.end();
  }, 30_000);
});

describe('PostgresStore tells by its code', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startedServer();
    await server.tell('CREATE ROLE nobody LOGIN');
  }, 30_000);

  afterAll(() => server.stop());

  it.each<[string, (url: string) => PostgresOptions, string]>([
    ['a table that is missing', (url) => ({ url, table: 'nowhere' }), '42P01'],
    ['a role that may not', (url) => ({ url: url.replace('postgres@', 'nobody@') }), '42501'],
    ['a role that is not there', (url) => ({ url: url.replace('postgres@', 'who@') }), '28000'],
    ['a database that is not there', (url) => ({ url: `${url}-other` }), '3D000'],
    ['a host that nobody knows', () => ({ url: 'postgres://nobody.invalid/app' }), 'E[A-Z_]+'],
  ])('of %s, and nothing else', async (_what, options, code) => {
    const store = new PostgresStore(options(server.url));
    const error: unknown = await store
      .set('key', 'a value', TTL)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: expect.stringMatching(`^${code}$`),
      message: expect.stringMatching(new RegExp(`^PostgreSQL failed \\(${code}\\)`)),
    });
    expect(String(error)).not.toMatch(/nowhere|nobody|who@|other|a value/);
    await store.close();
  });
});

const throughAddress = ({ url }: MovingAddress): string =>
  `postgres://postgres@${new URL(url).host}/postgres`;

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'no error';
}

/** As soon as it is so, or in vain. @param state of a connection of a client, or '%' for any. */
async function expectConnections(
  server: PostgresServer,
  state: string,
  count: number,
): Promise<void> {
  const connections = async () =>
    (
      await server.tell(
        `SELECT FROM pg_stat_activity
         WHERE backend_type = 'client backend' AND state LIKE $1 AND pid <> pg_backend_pid()`,
        [state],
      )
    ).length;
  const deadline = Date.now() + 5000;
  while ((await connections()) !== count && Date.now() < deadline);
  expect(await connections()).toBe(count);
}

async function untilDone(work: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while ((await codeOf(work())) !== 'no error' && Date.now() < deadline);
}

async function expectToGiveUpAfter(milliseconds: number, store: PostgresStore): Promise<void> {
  const start = performance.now();
  expect(await codeOf(store.get('a'))).toBe('TimeoutError');
  const taken = performance.now() - start;
  expect(taken).toBeGreaterThan(milliseconds - 100);
  expect(taken).toBeLessThan(milliseconds + SLACK_MS);
}
