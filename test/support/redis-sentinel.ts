import { writeFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createSentinel } from 'redis';

import { RedisServer } from './redis-server.js';

const NAME = 'mymaster';
/** At once, and not in five seconds, in which other replicas could come. */
const SYNC_AT_ONCE = ['--repl-diskless-sync-delay', '0'];

/** A Redis with a replica, and a Sentinel that promotes it when the first is gone. */
export class WatchedRedis {
  private constructor(
    readonly master: RedisServer,
    readonly replica: RedisServer,
    private readonly sentinel: RedisServer,
    private readonly folder: string,
  ) {}

  static async start(binary = 'redis-server'): Promise<WatchedRedis> {
    const master = await RedisServer.start(binary, SYNC_AT_ONCE);
    const following = ['--replicaof', `127.0.0.1 ${master.port}`];
    const replica = await RedisServer.start(binary, [...SYNC_AT_ONCE, ...following]);
    await replica.until('INFO replication', /master_link_status:up/);
    const folder = await mkdtemp(join(tmpdir(), 'sentinel-'));
    const file = join(folder, 'sentinel.conf');
    await writeFile(
      file,
      `sentinel monitor ${NAME} 127.0.0.1 ${master.port} 1
sentinel down-after-milliseconds ${NAME} 500
sentinel failover-timeout ${NAME} 5000
`,
    );
    const sentinel = await RedisServer.start(binary, [file, '--sentinel']);
    await sentinel.until('INFO sentinel', /status=ok,address=\S+,slaves=1/);
    return new WatchedRedis(master, replica, sentinel, folder);
  }

  /** A client that finds the master by itself. */
  async connect() {
    const client = createSentinel({
      name: NAME,
      sentinelRootNodes: [{ host: '127.0.0.1', port: this.sentinel.port }],
    });
    client.on('error', () => undefined); // what becomes of commands is looked at
    await client.connect();
    return client;
  }

  /** Waits until the replica has all that was written. */
  async untilReplicated(): Promise<void> {
    const [, offset = ''] =
      /master_repl_offset:(\d+)/.exec(await this.master.tell('INFO replication')) ?? [];
    await this.replica.until('INFO replication', new RegExp(`slave_repl_offset:${offset}\\b`));
  }

  async untilPromoted(): Promise<void> {
    await this.replica.until('INFO replication', /role:master/);
  }

  async stop(): Promise<void> {
    await Promise.all([this.sentinel.stop(), this.replica.stop(), this.master.stop()]);
    await rm(this.folder, { recursive: true, force: true });
  }
}
