import { ON_STANDBY, type Statement } from './postgres-database.js';

/** What a ring asks of its table. `$1` is its key. A content names itself: its version is its hash. */
export interface RingStatements {
  /** Milliseconds since the epoch. */
  readonly now: Statement;
  readonly load: Statement;
  /** $2: the content, where there is none. One row when it wrote. */
  readonly begin: Statement;
  /** $2: the content. $3: the version that it replaces. One row when it wrote. */
  readonly replace: Statement;
}

const VERSION = `encode(sha256(value), 'hex')`;

export function ringStatements(table: string): RingStatements {
  return {
    now: {
      name: 'criipto_auth_now',
      text: `SELECT ${ON_STANDBY}, floor(extract(epoch FROM clock_timestamp()) * 1000)::text AS now`,
    },
    load: {
      name: 'criipto_auth_load_ring',
      text: `SELECT ${ON_STANDBY}, encode(value, 'base64') AS value, ${VERSION} AS version,
      CASE WHEN key IS NULL THEN NULL ELSE 'yes' END AS found
      FROM (SELECT 1) AS always LEFT JOIN ${table} ON key = $1`,
    },
    begin: {
      name: 'criipto_auth_begin_ring',
      text: `INSERT INTO ${table} (key, value, expires_at) VALUES ($1, decode($2, 'base64'), 'infinity')
      ON CONFLICT (key) DO NOTHING RETURNING 'yes' AS written`,
    },
    replace: {
      name: 'criipto_auth_replace_ring',
      text: `UPDATE ${table} SET value = decode($2, 'base64')
      WHERE key = $1 AND ${VERSION} = $3 RETURNING 'yes' AS written`,
    },
  };
}
