import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';

/** `pg`, which only who gives a `url` needs, is not there. */
export const NOT_INSTALLED = 'pg_not_installed';
/** Whatever the client of the application gave back, it was no `{ rows }`. */
export const NO_ROWS = 'no_rows';
/** Its rows are not what was asked for: lists, or columns by other names. */
export const UNREADABLE_ROWS = 'unreadable_rows';
/** SQLSTATE `read_only_sql_transaction`: what a standby says to who writes. */
export const READ_ONLY = '25006';

const ADVICE: Readonly<Record<string, string>> = {
  [NOT_INSTALLED]: 'with a `url` the package `pg` is needed: npm install pg',
  [NO_ROWS]: '`client.query()` must resolve to `{ rows }`',
  [UNREADABLE_ROWS]:
    '`client.query()` must give rows as objects, by the names of their columns, and text as text: no `rowMode`, no other names, no parser for text',
  [READ_ONLY]: 'this server only reads: connect to the primary',
  '42P01': 'there is no such table: `PostgresStore.sql()` or `createTable()` makes it',
  '42501': 'the role may not: GRANT SELECT, INSERT, UPDATE, DELETE',
};

/** PostgreSQL failed. Says why by its SQLSTATE or by a word, in `code`, and nothing of what was sent or of where it is. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';
  readonly code: string;

  constructor(thrown: unknown) {
    const code = codeOfThrown(thrown);
    const advice = ADVICE[code];
    super(`PostgreSQL failed (${code})${advice === undefined ? '' : `: ${advice}`}`);
    this.code = code;
  }
}

const UNFIT: readonly string[] = [NOT_INSTALLED, NO_ROWS, UNREADABLE_ROWS];

/**
 * What no waiting helps is told in full where the application starts. The rest passes.
 *
 * @throws {CriiptoAuthError} `invalid_options`
 */
export function refuseUnfit(error: unknown): void {
  if (error instanceof PostgresError && UNFIT.includes(error.code))
    throw new CriiptoAuthError('invalid_options', error.message);
}

const SQLSTATE = /^[0-9A-Z]{5}$/;

/** By its SQLSTATE, also where an ORM wrapped what its driver threw; else by its code or its class. */
export function codeOfThrown(thrown: unknown): string {
  // Only read, of whatever was thrown.
  const { cause } = (thrown ?? {}) as { readonly cause?: { readonly code?: unknown } | null };
  const code = cause?.code;
  return typeof code === 'string' && SQLSTATE.test(code) ? code : nameOfThrown(thrown);
}
