import type { Pool, PoolClient } from 'pg';

import { type TimeLimit, withinSeconds } from '../common/within-seconds.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { type PostgresDatabase, type Row, rowsOf, type Statement } from './postgres-database.js';
import { NOT_INSTALLED, READ_ONLY } from './postgres-error.js';

const CONNECT_SECONDS = 2;
const STATEMENT_SECONDS = 1;
/** A statement that waits for a lock is given up by the server, so that none goes on for which nobody waits. */
const SERVER_MS = 900;
/** When a connection is given up that does not come about. Nobody waits for it by then. */
const GIVE_UP_CONNECTING_MS = 3000;
const MOST_CONNECTIONS = 10;

/** A pool of our own: made when it is first needed, and anew when its server stopped answering. */
export class OwnPool implements PostgresDatabase {
  private pool: Pool | undefined;

  constructor(private readonly url: string) {}

  async query(statement: Statement, values: string[]): Promise<readonly Row[]> {
    const pool = await this.current();
    const connection = await withinSeconds(CONNECT_SECONDS, (limit) => checkedOut(pool, limit));
    try {
      const answer = await withinSeconds(STATEMENT_SECONDS, async () =>
        rowsOf(await connection.query({ ...statement, values })),
      );
      connection.release();
      return answer;
    } catch (error) {
      // What may still come over it is for nobody.
      connection.release(true);
      if (isOfNoUse(error)) this.leave(pool);
      throw error;
    }
  }

  async close(): Promise<void> {
    const { pool } = this;
    this.pool = undefined;
    await pool?.end();
  }

  private async current(): Promise<Pool> {
    const PoolOfPg = await poolOfPg();
    this.pool ??= connectionsTo(this.url, PoolOfPg);
    return this.pool;
  }

  /** Its other connections are as dead, or lead to a server that is the primary no more. Statements under way have their time. */
  private leave(pool: Pool): void {
    if (pool !== this.pool) return;
    this.pool = undefined;
    pool.end().catch(() => undefined);
  }
}

/** An optional peer, of use to who gives a URL. */
async function poolOfPg(): Promise<typeof Pool> {
  try {
    // Older versions are CommonJS, whose names cannot be seen from here.
    return (await import('pg')).default.Pool;
  } catch (error) {
    if (nameOfThrown(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw Object.assign(new Error('There is no package pg'), { code: NOT_INSTALLED });
  }
}

function connectionsTo(url: string, PoolOfPg: typeof Pool): Pool {
  const pool = new PoolOfPg({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: GIVE_UP_CONNECTING_MS,
    statement_timeout: SERVER_MS,
    keepAlive: true,
    // What waits for work must not hold up the end of the process.
    allowExitOnIdle: true,
  });
  // The pool replaces what is lost. Without listeners the process would end.
  pool.on('error', () => undefined);
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  return pool;
}

async function checkedOut(pool: Pool, limit: TimeLimit): Promise<PoolClient> {
  const connection = await pool.connect();
  if (limit.isOver) connection.release(); // nobody waits for it any more
  return connection;
}

function isOfNoUse(error: unknown): boolean {
  return ['TimeoutError', READ_ONLY].includes(nameOfThrown(error));
}
