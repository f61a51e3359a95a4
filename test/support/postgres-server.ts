import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import pg from 'pg';

import { freePort } from './free-port.js';

const READY_WITHIN_MS = 20_000;
const execute = promisify(execFile);

/** What makes it quick to start. Nothing of it has to outlive this machine. */
const SETTINGS = {
  autovacuum: 'off',
  fsync: 'off',
  jit: 'off',
  listen_addresses: '127.0.0.1',
  max_connections: '200',
  shared_buffers: '16MB',
};

/** A PostgreSQL of a test's own, on a free port and as a user of its own, that can be made to fail. */
export class PostgresServer {
  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly settings: Readonly<Record<string, string>>,
    private process: ChildProcess,
    /** What it has written to its log. */
    readonly log: string[],
  ) {}

  /** @param settings more of them, such as `log_statement: 'all'`. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
    const { uid, gid } = OWNER;
    if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
    const data = join(folder, 'data');
    const options = ['--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
    await execute(program('initdb'), ['-D', data, '-U', 'postgres', ...options], {
      ...OWNER,
      cwd: folder,
    });
    const log: string[] = [];
    const all = { ...SETTINGS, ...settings };
    const server = new PostgresServer(port, folder, all, launch(port, folder, all, log), log);
    await server.ready();
    return server;
  }

  get url(): string {
    return this.urlOf('postgres');
  }

  urlOf(role: string): string {
    return `postgres://${role}@127.0.0.1:${this.port}/postgres`;
  }

  /** What it answers to a statement of its superuser. */
  async tell(sql: string, values: unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Answers nobody, and takes connections as the system does for it: as a machine that is out of breath. */
  freeze(): void {
    this.process.kill('SIGSTOP');
    this.signalChildren('SIGSTOP');
  }

  thaw(): void {
    this.signalChildren('SIGCONT');
    this.process.kill('SIGCONT');
  }

  /** Gone at once, as by a crash. What it confirmed it has again when it starts. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.thaw();
    this.process.kill('SIGQUIT');
    await exited;
  }

  async restart(): Promise<void> {
    await this.kill();
    this.process = launch(this.port, this.folder, this.settings, this.log);
    await this.ready();
  }

  /** Again, as a standby that lost sight of its primary. */
  async demote(): Promise<void> {
    const exited = once(this.process, 'exit');
    this.process.kill('SIGINT');
    await exited;
    await writeFile(join(this.folder, 'data/standby.signal'), '');
    await this.restart();
  }

  async promote(): Promise<void> {
    await this.tell('SELECT pg_promote()');
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    for (;;) {
      try {
        await this.tell('SELECT 1');
        return;
      } catch (error) {
        if (this.process.exitCode !== null || Date.now() > deadline)
          throw new Error(`PostgreSQL did not start: ${this.log.join('')}`, { cause: error });
        await pause(20);
      }
    }
  }

  /** Each connection has a process, and some end meanwhile. */
  private signalChildren(signal: NodeJS.Signals): void {
    const { stdout } = spawnSync('pgrep', ['-P', String(this.process.pid)], { encoding: 'utf8' });
    for (const pid of stdout.match(/\d+/g) ?? []) spawnSync('kill', ['-s', signal.slice(3), pid]);
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
  const versions = '/usr/lib/postgresql';
  const newest = existsSync(versions)
    ? readdirSync(versions).toSorted((one, other) => Number(other) - Number(one))
    : [];
  return newest.map((version) => join(versions, version, 'bin', name)).find(existsSync) ?? name;
}

function launch(
  port: number,
  folder: string,
  settings: Readonly<Record<string, string>>,
  log: string[],
): ChildProcess {
  const all = { ...settings, port: String(port), unix_socket_directories: folder };
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(program('postgres'), ['-D', join(folder, 'data'), ...args], {
    ...OWNER,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  server.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text));
  // A test that is aborted must not leave it behind.
  const kill = () => server.kill('SIGQUIT');
  process.once('exit', kill);
  server.once('exit', () => process.off('exit', kill));
  return server;
}
