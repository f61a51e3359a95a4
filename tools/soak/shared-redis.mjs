import { spawn } from 'node:child_process';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { createClient } from 'redis';

import { end } from './child.mjs';

const MEGABYTE = 2 ** 20;
const STRANGERS = 8000;
const TOLD_AT_ONCE = 500;

/** A Redis that has written down whatever it confirmed, so that it comes back with everything. */
export class SharedRedis {
  name = 'Redis';
  #folder;
  #port;
  #process;

  constructor(port, folder) {
    this.#port = port;
    this.#folder = folder;
    this.url = `redis://127.0.0.1:${port}`;
  }

  start() {
    return this.#launch('--appendonly', 'yes', '--appendfsync', 'always');
  }

  async restart() {
    await end(this.#process, 'SIGTERM');
    await this.start();
  }

  async kill() {
    await end(this.#process, 'SIGKILL');
  }

  /** How many entries there are. */
  async entries() {
    return this.#told((redis) => redis.dbSize());
  }

  /** Of now, to be restored later. */
  async takeSnapshot() {
    await this.#told((redis) => redis.sendCommand(['SAVE']));
    await copyFile(join(this.#folder, 'dump.rdb'), join(this.#folder, 'older.rdb'));
  }

  /** Comes back with what the snapshot has, and nothing of what was confirmed since. */
  async restoreSnapshot() {
    await this.kill();
    await rm(join(this.#folder, 'appendonlydir'), { recursive: true, force: true });
    await copyFile(join(this.#folder, 'older.rdb'), join(this.#folder, 'dump.rdb'));
    await this.#launch('--appendonly', 'no');
    await this.#told(async (redis) => {
      await redis.sendCommand(['CONFIG', 'SET', 'appendonly', 'yes', 'appendfsync', 'always']);
      const isWriting = async () =>
        (await redis.info('persistence')).includes('aof_rewrite_in_progress:1');
      while (await isWriting()) await pause(50);
    });
  }

  /** Strangers have entries of their own, so many that what was used least lately makes room, if its time ends at all. */
  async overflow() {
    await this.#told(async (redis) => {
      const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
      await redis.configSet('maxmemory-policy', 'volatile-lru');
      await redis.configSet('maxmemory', String(used + MEGABYTE));
      for (let nth = 0; nth < STRANGERS; nth += TOLD_AT_ONCE) {
        const names = Array.from({ length: TOLD_AT_ONCE }, (_, index) => `stranger:${nth + index}`);
        const value = 'x'.repeat(1000);
        await Promise.all(names.map((name) => redis.set(name, value, { EX: 600 })));
      }
    });
  }

  async makeRoom() {
    await this.#told(async (redis) => {
      await redis.configSet('maxmemory', '0');
      await redis.configSet('maxmemory-policy', 'noeviction');
      await redis.unlink(Array.from({ length: STRANGERS }, (_, nth) => `stranger:${nth}`));
    });
  }

  async #told(work) {
    const redis = createClient({ url: this.url }).on('error', () => undefined);
    await redis.connect();
    return work(redis).finally(() => redis.destroy());
  }

  async #launch(...lasting) {
    const where = ['--port', this.#port, '--bind', '127.0.0.1', '--dir', this.#folder];
    const args = [...where, '--save', '', ...lasting];
    const redis = spawn('redis-server', args, { stdio: 'ignore' });
    this.#process = redis;
    const kill = () => redis.kill('SIGKILL');
    process.once('exit', kill);
    redis.once('exit', () => process.off('exit', kill));
    // While it loads what it has, it says so.
    while (!(await this.#isReady())) {
      if (redis.exitCode !== null) throw new Error('redis-server did not start');
      await pause(20);
    }
  }

  #isReady() {
    return this.#told(async (redis) => (await redis.ping()) === 'PONG').catch(() => false);
  }
}
