import { ON_STANDBY, type Statement } from './postgres-database.js';

/** How many expired entries go at once: few, so that nobody waits for them. */
export const BATCH = 500;

/** What a store asks of its table. `$1` is the key. Time is the server's, and goes on while a statement waits. */
export interface EntryStatements {
  readonly get: Statement;
  /** $2: the value. $3: for how many seconds. */
  readonly set: Statement;
  readonly take: Statement;
  /** As `set`. One row when it wrote. */
  readonly putIfAbsent: Statement;
  /** $2: the new value. $3: for how many seconds. $4: the expected one. One row when it wrote. */
  readonly compareAndSet: Statement;
  /** Without a key. Leaves alone what somebody is writing now. */
  readonly removeExpired: Statement;
}

const VALUE = `decode($2, 'base64')`;
const EXPIRY = `clock_timestamp() + make_interval(secs => $3::text::float8)`;

export function entryStatements(table: string): EntryStatements {
  const upsert = `INSERT INTO ${table} AS entry (key, value, expires_at)
    VALUES ($1, ${VALUE}, ${EXPIRY})
    ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, expires_at = EXCLUDED.expires_at`;
  return {
    get: named(
      'get',
      `SELECT ${ON_STANDBY}, (
        SELECT encode(value, 'base64') FROM ${table}
        WHERE key = $1 AND expires_at > clock_timestamp()
      ) AS value`,
    ),
    set: named('set', upsert),
    take: named(
      'take',
      `DELETE FROM ${table} WHERE key = $1 AND expires_at > clock_timestamp()
      RETURNING encode(value, 'base64') AS value`,
    ),
    putIfAbsent: named(
      'put_if_absent',
      `${upsert} WHERE entry.expires_at <= clock_timestamp() RETURNING 'yes' AS written`,
    ),
    compareAndSet: named(
      'compare_and_set',
      `UPDATE ${table} SET value = ${VALUE}, expires_at = ${EXPIRY}
      WHERE key = $1 AND value = decode($4, 'base64') AND expires_at > clock_timestamp()
      RETURNING 'yes' AS written`,
    ),
    removeExpired: named('remove_expired', removalOf(table)),
  };
}

function removalOf(table: string): string {
  // The time in a subquery, or no index would be of use.
  return `WITH removed AS (
      DELETE FROM ${table} WHERE key = ANY (ARRAY(
        SELECT key FROM ${table} WHERE expires_at <= (SELECT clock_timestamp())
        ORDER BY expires_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
      )) RETURNING 1
    ) SELECT count(*)::text AS removed FROM removed`;
}

function named(name: string, text: string): Statement {
  return { name: `criipto_auth_${name}`, text };
}
