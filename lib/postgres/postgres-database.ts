import { NO_ROWS, READ_ONLY } from './postgres-error.js';

/** One statement, which is a transaction of its own. */
export interface Statement {
  /** Names the text, on connections that know it by its name. None where it is sent but once. */
  readonly name?: string;
  readonly text: string;
}

/** Columns are text. */
export type Row = Readonly<Record<string, string | null>>;

/** Where statements go. */
export interface PostgresDatabase {
  query(statement: Statement, values: string[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** What only reads asks for this, too: else a standby would do, and show sessions that have ended. */
export const ON_STANDBY = 'pg_is_in_recovery()::text AS on_standby';

/** Throws for an answer of somebody who is no PostgreSQL, and for one of a standby. */
export function rowsOf(answer: unknown): readonly Row[] {
  // Only read, of whatever a client gave.
  const { rows } = (answer ?? {}) as { readonly rows?: unknown };
  if (!Array.isArray(rows)) throw coded(NO_ROWS);
  // Every column of ours is text or null.
  const found = rows as readonly Row[];
  if (found[0]?.['on_standby'] === 'true') throw coded(READ_ONLY);
  return found;
}

/** Of the code that `PostgresError` tells. */
export function coded(code: string): Error {
  return Object.assign(new Error('of no use'), { code });
}
