import { randomId } from '../crypto/random-id.js';
import { coded, type PostgresDatabase } from './postgres-database.js';
import { UNREADABLE_ROWS } from './postgres-error.js';

const TRIAL = {
  text: 'SELECT $1::text AS a_text, (1 = 1)::text AS a_truth, NULL::text AS a_null',
};

/**
 * Asks a client once for what it was given. One that has rows as lists, names columns its own way or makes something
 * else of text would show that nothing is there, and a standby for a primary.
 *
 * @throws an error whose code says so, or whatever the client failed with.
 */
export async function tryClient(database: PostgresDatabase): Promise<void> {
  const value = randomId();
  const [row] = await database.query(TRIAL, [value]);
  // Only read, of whatever a client gave.
  const { a_text, a_truth, a_null } = (row ?? {}) as Readonly<Record<string, unknown>>;
  if (a_text !== value || a_truth !== 'true' || a_null !== null) throw coded(UNREADABLE_ROWS);
}
