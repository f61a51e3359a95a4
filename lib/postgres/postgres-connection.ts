import { isPromise } from 'node:util/types';

import { SingleFlight } from '../common/single-flight.js';
import { InvalidOptionsError } from '../errors/options.error.js';
import { tryClient } from './client-trial.js';
import { GivenClient } from './given-client.js';
import { OwnPool } from './own-pool.js';
import type { PostgresClient } from './postgres-client.js';
import type { PostgresDatabase, Row, Statement } from './postgres-database.js';
import { codeOfThrown, PostgresError, refuseUnfit } from './postgres-error.js';
import type { PostgresOptions } from './postgres-options.js';
import { PostgresTable } from './postgres-table.js';

/** SQLSTATEs of who was in another's way, where a database isolates its transactions more strictly than it does by itself. */
const CONFLICTS = ['40001', '40P01'];
const ATTEMPTS = 5;

/** Sends single statements to PostgreSQL. Whatever fails, and however late, is a `PostgresError`. */
export class PostgresConnection {
  readonly table: PostgresTable;
  private readonly database: PostgresDatabase;
  /** A pool of our own is known to do. */
  private isTried: boolean;
  private readonly trials = new SingleFlight<void>();

  constructor({ client, url, table }: PostgresOptions) {
    this.isTried = client === undefined;
    this.table = new PostgresTable(table);
    this.database = client ? new GivenClient(checkedClient(client)) : new OwnPool(checkedUrl(url));
  }

  async rows(statement: Statement, ...values: string[]): Promise<readonly Row[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (!this.isTried) await this.tryOnce();
        return await this.database.query(statement, values);
      } catch (error) {
        if (attempt === ATTEMPTS || !CONFLICTS.includes(codeOfThrown(error)))
          throw new PostgresError(error);
      }
    }
  }

  /**
   * Whether the client can ever do. One whose server is away may.
   *
   * @throws {CriiptoAuthError} `invalid_options`
   */
  async check(): Promise<void> {
    try {
      await tryClient(this.database);
    } catch (error) {
      refuseUnfit(new PostgresError(error));
    }
  }

  close(): Promise<void> {
    return this.database.close();
  }

  /** Who comes meanwhile waits for the same trial. */
  private tryOnce(): Promise<void> {
    return this.trials.run('trial', async () => {
      await tryClient(this.database);
      this.isTried = true;
    });
  }
}

function checkedClient(client: PostgresClient): PostgresClient {
  if (typeof client.query === 'function') return client;
  if (isPromise(client))
    throw new InvalidOptionsError([
      '`client` of PostgreSQL is a Promise, which was not awaited: it must have `query(text, values)`',
    ]);
  throw new InvalidOptionsError([
    '`client` of PostgreSQL must have `query(text, values)`, as a `Pool` of the package `pg` has',
  ]);
}

/** Without one, the package would take whatever PostgreSQL is on this machine. The URL may hold a password. */
function checkedUrl(url: unknown): string {
  if (typeof url === 'string' && /^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new InvalidOptionsError([
    '`url` of PostgreSQL must be a URL that begins with `postgres://`: set it, or give a `client`',
  ]);
}
