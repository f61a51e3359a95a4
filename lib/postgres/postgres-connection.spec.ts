import { describe, expect, it } from '@jest/globals';

import { InvalidOptionsError } from '../errors/options.error.js';
import type { PostgresClient } from './postgres-client.js';
import { PostgresConnection } from './postgres-connection.js';
import { PostgresTable } from './postgres-table.js';

describe('PostgresConnection', () => {
  it.each([
    'postgres://localhost',
    'postgresql://user:password@db.example.com:5433/app?sslmode=verify-full',
    'postgres:///app?host=/run/postgresql',
  ])('takes %s, and connects when it is needed', async (url) => {
    await expect(new PostgresConnection({ url }).close()).resolves.toBeUndefined();
  });

  it.each(['', 'localhost:5432', 'mysql://:s3cret@localhost', 'postgres://:s3cret@:x', undefined])(
    'refuses %j, instead of whatever PostgreSQL is on this machine',
    (url) => {
      // As somebody writes it who has no types, or no value in an environment variable.
      const options = { url } as { url: string };
      const connect = () => new PostgresConnection(options);
      expect(connect).toThrow(InvalidOptionsError);
      expect(connect).toThrow('`url` of PostgreSQL must be a URL');
      expect(connect).not.toThrow('s3cret');
    },
  );

  it.each([{}, 'postgres://localhost', { query: 'SELECT 1' }])(
    'refuses %j for a client',
    (client) => {
      const options = { client } as unknown as { url: string };
      expect(() => new PostgresConnection(options)).toThrow('must have `query(text, values)`');
    },
  );
});

describe('PostgresConnection, before it trusts a client,', () => {
  type Answer = (value: string | undefined) => unknown;
  const connectionTo = (answer: Answer) => {
    let asked = 0;
    const query = async (_text: string, [value]: string[]) => {
      asked += 1;
      return answer(value);
    };
    // As somebody writes it who has no types.
    const client = { query } as unknown as PostgresClient;
    return { connection: new PostgresConnection({ client }), asked: () => asked };
  };
  const row = (value: string | undefined) => ({ a_text: value, a_truth: 'true', a_null: null });

  it('asks it once, however many come at once', async () => {
    const { connection, asked } = connectionTo((value) => ({ rows: [row(value)] }));
    const three = () => Promise.all([0, 1, 2].map(() => connection.rows({ text: 'SELECT' })));
    await three();
    expect(asked()).toBe(4);
    await three();
    expect(asked()).toBe(7);
  });

  it.each<[string, string, Answer]>([
    ['has rows as lists', 'unreadable_rows', (value) => ({ rows: [[value, 'true', null]] })],
    [
      'names columns its own way',
      'unreadable_rows',
      (value) => ({ rows: [{ aText: value, aTruth: 'true', aNull: null }] }),
    ],
    ['reads text', 'unreadable_rows', (value) => ({ rows: [{ ...row(value), a_truth: true }] })],
    ['passes no values on', 'unreadable_rows', () => ({ rows: [row('$1')] })],
    ['gives the rows alone', 'no_rows', (value) => [row(value)]],
  ])('refuses one that %s, at start and later', async (_what, code, answer) => {
    const { connection } = connectionTo(answer);
    await expect(connection.check()).rejects.toMatchObject({ code: 'invalid_options' });
    await expect(connection.check()).rejects.toThrow('`client.query()` must');
    await expect(connection.rows({ text: 'SELECT' })).rejects.toMatchObject({ code });
  });

  it('does not take one that is away for one that can never do', async () => {
    let isAway = true;
    const { connection } = connectionTo((value) => {
      if (isAway) throw Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
      return { rows: [row(value)] };
    });
    await expect(connection.check()).resolves.toBeUndefined();
    await expect(connection.rows({ text: 'SELECT' })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    isAway = false;
    expect(await connection.rows({ text: 'SELECT' })).toHaveLength(1);
  });

  it('refuses one that nobody waited for', () => {
    const client = Promise.resolve({ query: 1 }) as unknown as PostgresClient;
    expect(() => new PostgresConnection({ client })).toThrow('is a Promise, which was not awaited');
  });
});

describe('PostgresTable', () => {
  it.each([
    [undefined, '"criipto_auth"', '"criipto_auth_expires_at"'],
    ['Logins', '"Logins"', '"Logins_expires_at"'],
    ['auth.logins_2', '"auth"."logins_2"', '"auth"."logins_2_expires_at"'],
  ])('calls %j by its name, and its index', (table, name, indexName) => {
    expect(new PostgresTable(table)).toMatchObject({ name, indexName });
  });

  it.each([
    '',
    '1st',
    'a.b.c',
    'a.',
    '.a',
    'a b',
    'a"b',
    "a'; DROP TABLE a; --",
    'a\n',
    'é',
    'a'.repeat(52),
    null,
    7,
  ])('refuses %j', (table) => {
    const make = () => new PostgresTable(table);
    expect(make).toThrow(InvalidOptionsError);
    expect(make).toThrow('`table` of PostgreSQL must be a name');
  });
});
