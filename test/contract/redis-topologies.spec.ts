import { afterAll, beforeAll, describe } from '@jest/globals';
import { createClient, type RedisClientType } from 'redis';

import type { RedisCommands } from '../../lib/redis/redis-commands.js';
import { RedisKeyRingStore } from '../../lib/redis/redis-key-ring-store.js';
import { RedisStore } from '../../lib/redis/redis-store.js';
import { ageAll } from '../support/redis-age.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { WatchedRedis } from '../support/redis-sentinel.js';
import { REDIS_BINARIES, type RedisServer } from '../support/redis-server.js';
import { describeKeyRingStore } from './key-ring-store.contract.js';
import { describeKeyValueStore } from './key-value-store.contract.js';

interface Topology {
  /** The Redis that have the keys. */
  readonly masters: readonly RedisServer[];
  connect(): Promise<RedisCommands & { destroy(): unknown }>;
  stop(): Promise<void>;
}

const TOPOLOGIES: readonly (readonly [string, (binary: string) => Promise<Topology>])[] = [
  [
    'by Sentinel',
    async (binary) => {
      const watched = await WatchedRedis.start(binary);
      return {
        masters: [watched.master],
        connect: () => watched.connect(),
        stop: () => watched.stop(),
      };
    },
  ],
  [
    // A cluster refuses what touches keys of two nodes.
    'in a cluster',
    async (binary) => {
      const cluster = await RedisCluster.start(binary);
      return {
        masters: cluster.nodes,
        connect: () => cluster.connect(),
        stop: () => cluster.stop(),
      };
    },
  ],
];

const CASES = REDIS_BINARIES.flatMap((binary) =>
  TOPOLOGIES.map(([name, start]) => [`${binary}, ${name}`, () => start(binary)] as const),
);

describe.each(CASES)('on %s', (_name, start) => {
  let topology: Topology;
  let admins: RedisClientType[];
  let client: Awaited<ReturnType<Topology['connect']>>;

  beforeAll(async () => {
    topology = await start();
    admins = topology.masters.map(({ url }) => createClient({ url }));
    await Promise.all(admins.map((admin) => admin.connect()));
    client = await topology.connect();
  }, 30_000);

  afterAll(async () => {
    await client.destroy();
    for (const admin of admins) admin.destroy();
    await topology.stop();
  });

  const forgetAll = () => Promise.all(admins.map((admin) => admin.flushAll()));

  describeKeyValueStore('RedisStore', async () => {
    await forgetAll();
    const passTime = async (seconds: number) => {
      for (const admin of admins) await ageAll(admin, seconds);
    };
    return { store: new RedisStore({ client }), passTime };
  });

  describeKeyRingStore('RedisKeyRingStore', async () => {
    await forgetAll();
    return [new RedisKeyRingStore({ client }), new RedisKeyRingStore({ client })];
  });
});
