import type { PostgresClient } from './postgres-client.js';

/** Which PostgreSQL, and which table of it. */
export type PostgresOptions = PostgresTarget & {
  /** Where everything is kept, maybe with its schema: `auth.criipto`. Written as it is, in capitals or not. Default: `criipto_auth` */
  readonly table?: string;
};

type PostgresTarget =
  | {
      /** A `Pool` of the package `pg`, or anything that has its `query(text, values)`. It stays yours, and is never closed. */
      readonly client: PostgresClient;
      readonly url?: undefined;
    }
  | {
      /**
       * `postgres://…`, of the primary. The package `pg` connects when it is first needed, ten times at most,
       * and lets go when the application shuts down. Through PgBouncer give a `client`.
       */
      readonly url: string;
      readonly client?: undefined;
    };
