import { InvalidOptionsError } from '../errors/options.error.js';

const DEFAULT_TABLE = 'criipto_auth';
/** Leaves room for the ending of the index: PostgreSQL cuts names off after 63. */
const NAME = /^(?:(?<schema>[a-z_]\w{0,62})\.)?(?<table>[a-z_]\w{0,50})$/i;

/** The one table, with its names as they are written in SQL. */
export class PostgresTable {
  readonly name: string;
  /** Of the index by which expired entries are found. */
  readonly indexName: string;
  private readonly index: string;

  /** @throws {InvalidOptionsError} for what is no name of a table. */
  constructor(table: unknown = DEFAULT_TABLE) {
    const { schema, table: name } = partsOf(table);
    const prefix = schema === undefined ? '' : `"${schema}".`;
    this.index = `"${name}_expires_at"`;
    this.name = `${prefix}"${name}"`;
    this.indexName = prefix + this.index;
  }

  /** Makes what is not there yet. */
  get sql(): string {
    return `CREATE TABLE IF NOT EXISTS ${this.name} (
  key text COLLATE "C" PRIMARY KEY,
  value bytea NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS ${this.index} ON ${this.name} (expires_at);
`;
  }
}

interface Parts {
  readonly schema?: string;
  readonly table: string;
}

function partsOf(table: unknown): Parts {
  const { groups } = (typeof table === 'string' && NAME.exec(table)) || {};
  if (groups?.['table'] !== undefined) return { ...groups, table: groups['table'] };
  throw new InvalidOptionsError([
    '`table` of PostgreSQL must be a name of letters, digits and `_`, 51 at most, which may have its schema in front: `criipto_auth` or `auth.criipto_auth`',
  ]);
}
