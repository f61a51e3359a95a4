import { KeyValueStore } from '../stores/key-value-store.js';
import { fromBase64, toBase64 } from './base64-text.js';
import { createTable } from './create-table.js';
import { type EntryStatements, entryStatements } from './entry-statements.js';
import { ExpiredEntries } from './expired-entries.js';
import { PostgresConnection } from './postgres-connection.js';
import type { Row, Statement } from './postgres-database.js';
import type { PostgresOptions } from './postgres-options.js';
import { PostgresTable } from './postgres-table.js';

/**
 * Keeps what the instances of an application share in a table of PostgreSQL 12 or later: for `transaction.store` and
 * `session.store`. Who gives a `client` closes it; who gives a `url` need not.
 *
 * With a `url` each call waits two seconds at most for a connection and one for its statement, with a `client` three
 * for both, and rejects with a `PostgresError` when PostgreSQL failed.
 */
export class PostgresStore extends KeyValueStore {
  private readonly postgres: PostgresConnection;
  private readonly statements: EntryStatements;
  private readonly expired: ExpiredEntries;

  /** @throws {InvalidOptionsError} for a `url`, a `client` or a `table` that is none. */
  constructor(options: PostgresOptions) {
    super();
    this.postgres = new PostgresConnection(options);
    this.statements = entryStatements(this.postgres.table.name);
    this.expired = new ExpiredEntries(this.postgres, this.statements.removeExpired);
  }

  /**
   * The statements that make the table, for a migration: of this store and of `PostgresKeyRingStore`. The application
   * itself needs `SELECT`, `INSERT`, `UPDATE` and `DELETE` on it, and nothing else.
   *
   * @param table as the option of that name.
   * @throws {InvalidOptionsError} for what is no name of a table.
   */
  static sql(table?: string): string {
    return new PostgresTable(table).sql;
  }

  /**
   * Makes the table unless it is there, for who has no migrations. By several instances at once, too.
   *
   * @throws {PostgresError} such as `42501` when the role may not.
   */
  createTable(): Promise<void> {
    return createTable(this.postgres);
  }

  /** Tries the client. */
  override async check(): Promise<readonly string[]> {
    await this.postgres.check();
    return [];
  }

  override async get(key: string): Promise<string | undefined> {
    return valueIn(await this.postgres.rows(this.statements.get, key));
  }

  override async set(key: string, value: string, ttl: number): Promise<void> {
    await this.write(this.statements.set, key, toBase64(value), String(ttl));
  }

  override async take(key: string): Promise<string | undefined> {
    return valueIn(await this.postgres.rows(this.statements.take, key));
  }

  override async putIfAbsent(key: string, value: string, ttl: number): Promise<boolean> {
    const rows = await this.write(this.statements.putIfAbsent, key, toBase64(value), String(ttl));
    return rows.length === 1;
  }

  override async compareAndSet(
    key: string,
    expected: string,
    value: string,
    ttl: number,
  ): Promise<boolean> {
    const [next, known] = [toBase64(value), toBase64(expected)];
    const rows = await this.write(this.statements.compareAndSet, key, next, String(ttl), known);
    return rows.length === 1;
  }

  override async close(): Promise<void> {
    await this.expired.stop();
    await this.postgres.close();
  }

  private async write(statement: Statement, ...values: string[]): Promise<readonly Row[]> {
    const rows = await this.postgres.rows(statement, ...values);
    this.expired.removeNowAndThen();
    return rows;
  }
}

function valueIn([row]: readonly Row[]): string | undefined {
  const value = row?.['value'];
  return typeof value === 'string' ? fromBase64(value) : undefined;
}
