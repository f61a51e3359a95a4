import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import pg from 'pg';

import { PostgresStore } from '../../dist/postgres/index.js';
import { end } from './child.mjs';

const VERSIONS = '/usr/lib/postgresql';

/** A PostgreSQL with the settings that it has by itself but for connections, and a table for the instances. */
export class SharedPostgres {
  name = 'PostgreSQL';
  #folder;
  #port;
  #process;

  constructor(port, folder) {
    this.#port = port;
    this.#folder = join(folder, 'postgres');
    this.url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  }

  async start() {
    await mkdir(this.#folder);
    const { uid, gid } = OWNER;
    if (uid !== undefined) {
      await chown(join(this.#folder, '..'), uid, gid);
      await chown(this.#folder, uid, gid);
    }
    const options = ['-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C'];
    execFileSync(program('initdb'), ['-D', join(this.#folder, 'data'), ...options], {
      ...OWNER,
      cwd: this.#folder,
      stdio: 'ignore',
    });
    await this.#launch();
    await this.#told(PostgresStore.sql());
  }

  async restart() {
    await end(this.#process, 'SIGINT');
    await this.#launch();
  }

  /** All of its processes at once, before any can say that it goes. */
  async kill() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGSTOP');
    const { stdout } = spawnSync('pgrep', ['-P', String(this.#process.pid)], { encoding: 'utf8' });
    for (const pid of stdout.match(/\d+/g) ?? []) killIfThere(Number(pid));
    this.#process.kill('SIGKILL');
    await exited;
  }

  /** How many entries there are. */
  async entries() {
    const { rows } = await this.#told('SELECT count(*)::int FROM criipto_auth');
    return rows[0].count;
  }

  /** Of now, to be restored later. */
  async takeSnapshot() {
    await this.#told('DROP TABLE IF EXISTS older; CREATE TABLE older AS TABLE criipto_auth');
  }

  /** Comes back with what the snapshot has, and nothing of what was confirmed since. */
  async restoreSnapshot() {
    await this.kill();
    await this.#launch();
    await this.#told(
      'BEGIN; TRUNCATE criipto_auth; INSERT INTO criipto_auth SELECT * FROM older; COMMIT',
    );
  }

  async #told(sql) {
    const client = new pg.Client({ connectionString: this.url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.query(sql);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async #launch() {
    const settings = { port: this.#port, listen_addresses: '127.0.0.1', max_connections: '200' };
    const all = { ...settings, unix_socket_directories: this.#folder };
    const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = spawn(program('postgres'), ['-D', join(this.#folder, 'data'), ...args], {
      ...OWNER,
      cwd: this.#folder,
      stdio: 'ignore',
    });
    this.#process = server;
    const kill = () => server.kill('SIGQUIT');
    process.once('exit', kill);
    server.once('exit', () => process.off('exit', kill));
    while (!(await this.#isReady())) {
      if (server.exitCode !== null) throw new Error('postgres did not start');
      await pause(20);
    }
  }

  #isReady() {
    return this.#told('SELECT 1').then(
      () => true,
      () => false,
    );
  }
}

/** Each connection has a process, and some end meanwhile. */
function killIfThere(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** PostgreSQL does not start for root. Where its package is installed it has a user of its own. */
const OWNER = process.getuid() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};

function idOf(flag) {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

/** Debian keeps the programs of each version in a folder of its own, and off the PATH. */
function program(name) {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  return (
    versions
      .toSorted((one, other) => Number(other) - Number(one))
      .map((version) => join(VERSIONS, version, 'bin', name))
      .find(existsSync) ?? name
  );
}
