import { BATCH } from './entry-statements.js';
import type { Statement } from './postgres-database.js';
import type { PostgresConnection } from './postgres-connection.js';

const EVERY_MS = 60_000;

/** Removes what has expired, once a minute at most and as long as somebody writes: no timer holds up a shutdown. */
export class ExpiredEntries {
  private nextAt = 0;
  private goesOn = false;
  private underway: Promise<void> | undefined;

  constructor(
    private readonly postgres: PostgresConnection,
    private readonly removal: Statement,
  ) {}

  /** Nobody waits for it, and if it fails it is tried again in a minute. */
  removeNowAndThen(): void {
    const now = performance.now();
    if (this.underway || now < this.nextAt) return;
    this.nextAt = now + EVERY_MS;
    this.goesOn = true;
    this.underway = this.removeAll()
      .catch(() => undefined)
      .finally(() => (this.underway = undefined));
  }

  /** After the batch that is under way. */
  async stop(): Promise<void> {
    this.goesOn = false;
    await this.underway;
  }

  private async removeAll(): Promise<void> {
    let removed = BATCH;
    while (this.goesOn && removed === BATCH) {
      const [row] = await this.postgres.rows(this.removal);
      removed = Number(row?.['removed']);
    }
  }
}
