import { type KeyRingContent, KeyRingStore, type StoredKey } from '../keys/ring/key-ring.store.js';
import { keysInText } from '../keys/ring/listed-keys.js';
import { fromBase64, toBase64 } from './base64-text.js';
import { PostgresConnection } from './postgres-connection.js';
import { refuseUnfit } from './postgres-error.js';
import type { PostgresOptions } from './postgres-options.js';
import { type RingStatements, ringStatements } from './ring-statements.js';

const RING = 'key-ring';

/**
 * A ring in the table of `PostgresStore`, for instances on several machines: for `keys.ring.store`. Applications with
 * rings of their own need a `table` each.
 */
export class PostgresKeyRingStore extends KeyRingStore {
  private readonly postgres: PostgresConnection;
  private readonly statements: RingStatements;

  /** @throws {InvalidOptionsError} for a `url`, a `client` or a `table` that is none. */
  constructor(options: PostgresOptions) {
    super();
    this.postgres = new PostgresConnection(options);
    this.statements = ringStatements(this.postgres.table.name);
  }

  /**
   * @throws {PostgresError} when PostgreSQL does not answer.
   * @throws {CriiptoAuthError} `key_invalid` for what is no ring, `invalid_options` for a client that can never do.
   */
  override async load(): Promise<KeyRingContent> {
    const [row] = await this.postgres.rows(this.statements.load, RING).catch(tellFailure);
    const { found, value, version } = row ?? {};
    if (typeof found !== 'string') return { version: '', keys: [] };
    const text = typeof value === 'string' ? fromBase64(value) : undefined;
    const keys = keysInText(text, `The row \`${RING}\` of ${this.postgres.table.name}`);
    return { version: typeof version === 'string' ? version : '', keys };
  }

  /** @throws {PostgresError} when PostgreSQL does not answer. */
  override async save(expectedVersion: string, keys: readonly StoredKey[]): Promise<boolean> {
    const { begin, replace } = this.statements;
    const content = toBase64(JSON.stringify(keys));
    const rows = await (expectedVersion === ''
      ? this.postgres.rows(begin, RING, content)
      : this.postgres.rows(replace, RING, content, expectedVersion));
    return rows.length === 1;
  }

  /**
   * By the clock of PostgreSQL.
   *
   * @throws {PostgresError} when PostgreSQL does not answer.
   */
  override async now(): Promise<number> {
    const [row] = await this.postgres.rows(this.statements.now);
    return Number(row?.['now']);
  }

  override close(): Promise<void> {
    return this.postgres.close();
  }
}

/** A ring is read where the application starts, whose log has the words of ours alone. */
function tellFailure(error: unknown): never {
  refuseUnfit(error);
  throw error;
}
