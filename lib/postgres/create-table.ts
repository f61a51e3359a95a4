import type { PostgresConnection } from './postgres-connection.js';

const IS_THERE = `SELECT (to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL)::text AS there`;

/** A role that may not make tables may ask for one that is there. */
export async function createTable(postgres: PostgresConnection): Promise<void> {
  const { name, indexName, sql } = postgres.table;
  const [row] = await postgres.rows({ text: IS_THERE }, name, indexName);
  if (row?.['there'] === 'true') return;
  // All of it or nothing, and one after the other: `IF NOT EXISTS` alone fails for who comes at the same time.
  await postgres.rows({
    text: `DO $do$ BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('${name}'));
  ${sql}
END $do$`,
  });
}
