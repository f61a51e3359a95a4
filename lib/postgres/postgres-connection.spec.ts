import { describe, expect, it } from '@jest/globals';

import { InvalidOptionsError } from '../errors/options.error.js';
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
