import { createCluster } from 'redis';

import { freePort } from './free-port.js';
import { RedisServer } from './redis-server.js';

const SLOTS = 16_384;
const NODES = 3;

/** Three Redis that share the keys among them. */
export class RedisCluster {
  private constructor(readonly nodes: readonly RedisServer[]) {}

  static async start(binary = 'redis-server'): Promise<RedisCluster> {
    const buses = await Promise.all(Array.from({ length: NODES }, freePort));
    const nodes = await Promise.all(
      buses.map((bus) =>
        RedisServer.start(binary, ['--cluster-enabled', 'yes', '--cluster-port', String(bus)]),
      ),
    );
    const [first] = nodes;
    for (const [index, node] of nodes.entries()) {
      await node.tell(`CLUSTER SET-CONFIG-EPOCH ${index + 1}`);
      const [from, to] = [index, index + 1].map((part) => Math.floor((SLOTS * part) / NODES));
      await node.tell(`CLUSTER ADDSLOTSRANGE ${from} ${Number(to) - 1}`);
      await first?.tell(`CLUSTER MEET 127.0.0.1 ${node.port} ${buses[index]}`);
    }
    for (const node of nodes) await node.until('CLUSTER INFO', /cluster_state:ok/);
    return new RedisCluster(nodes);
  }

  /** A client that finds the node of every key by itself. */
  async connect() {
    const client = createCluster({ rootNodes: this.nodes.map(({ url }) => ({ url })) });
    client.on('error', () => undefined); // what becomes of commands is looked at
    await client.connect();
    return client;
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }
}
