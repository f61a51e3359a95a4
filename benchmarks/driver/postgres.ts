import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

import { PostgresStore } from 'nestjs-criipto-auth/postgres';
import pg from 'pg';

import { freePort } from './free-port.js';

const run = promisify(execFile);
const PATIENCE_ATTEMPTS = 200;
const VERSIONS = '/usr/lib/postgresql';

/** A PostgreSQL of our own, with the settings that it has by itself but for connections, and with our table. */
export class Postgres {
  private constructor(
    private readonly server: ChildProcess,
    private readonly port: number,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Postgres> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'bench-postgres-'));
    const { uid, gid } = OWNER;
    if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
    const data = join(folder, 'data');
    const options = ['-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C'];
    await run(program('initdb'), ['-D', data, ...options], { ...OWNER, cwd: folder });
    const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'];
    const where = ['-p', String(port), '-k', folder];
    const server = spawn(program('postgres'), ['-D', data, ...where, ...settings], {
      ...OWNER,
      cwd: folder,
      stdio: 'ignore',
    });
    const postgres = new Postgres(server, port, folder);
    await postgres.untilReady();
    await postgres.tell(PostgresStore.sql());
    return postgres;
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  /** Makes entries until there are so many, each as large as a session. */
  async fill(entries: number, bytes: number): Promise<void> {
    await this.tell(
      `INSERT INTO criipto_auth (key, value, expires_at)
       SELECT 'session:other-' || nth, convert_to(repeat('x', $2::int), 'UTF8'), now() + interval '1 day'
       FROM generate_series(1, $1::int) AS nth ON CONFLICT DO NOTHING`,
      [entries, bytes],
    );
    await this.tell('VACUUM ANALYZE criipto_auth');
  }

  async stop(): Promise<void> {
    const exit = once(this.server, 'exit');
    this.server.kill('SIGINT');
    await exit;
    await rm(this.folder, { recursive: true, force: true });
  }

  private async untilReady(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.tell('SELECT 1');
        return;
      } catch (error) {
        if (attempt === PATIENCE_ATTEMPTS) throw error;
        await setTimeout(50);
      }
    }
  }

  private async tell(sql: string, values: readonly unknown[] = []): Promise<void> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      await client.query(sql, [...values]);
    } finally {
      await client.end();
    }
  }
}

/** PostgreSQL does not start for root. Where its package is installed it has a user of its own. */
const OWNER: { readonly uid?: number; readonly gid?: number } =
  process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

/** Debian keeps the programs of each version in a folder of its own, and off the PATH. */
function program(name: string): string {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  return (
    versions
      .toSorted((one, other) => Number(other) - Number(one))
      .map((version) => join(VERSIONS, version, 'bin', name))
      .find(existsSync) ?? name
  );
}
