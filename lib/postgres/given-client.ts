import { withinSeconds } from '../common/within-seconds.js';
import type { PostgresClient } from './postgres-client.js';
import { type PostgresDatabase, type Row, rowsOf, type Statement } from './postgres-database.js';

/** For a connection and the statement: of a pool of somebody else's one does not see where it is. */
const PATIENCE_SECONDS = 3;

/** A client of the application's, which sets it up and closes it. Statements have no names there: PgBouncer may stand in between. */
export class GivenClient implements PostgresDatabase {
  constructor(private readonly client: PostgresClient) {}

  async query({ text }: Statement, values: string[]): Promise<readonly Row[]> {
    return rowsOf(await withinSeconds(PATIENCE_SECONDS, () => this.client.query(text, values)));
  }

  async close(): Promise<void> {
    // It is not ours.
  }
}
