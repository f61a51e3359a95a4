import { afterAll, beforeAll } from '@jest/globals';
import { createClient, type RedisClientType } from 'redis';

import { RedisServer } from './redis-server.js';

/** A Redis of a suite, and a client that may do everything. All go when the suite ends. */
export class RedisOfSuite {
  /** What is closed before that. */
  readonly opened: { close(): Promise<void> }[] = [];
  private started: { readonly server: RedisServer; readonly admin: RedisClientType } | undefined;

  constructor(binary: string) {
    beforeAll(async () => {
      const server = await RedisServer.start(binary);
      const admin: RedisClientType = createClient({ url: server.url });
      this.started = { server, admin };
      await admin.connect();
    });
    afterAll(async () => {
      await Promise.all(this.opened.map((store) => store.close()));
      this.admin.destroy();
      await this.server.stop();
    });
  }

  get server(): RedisServer {
    return this.running.server;
  }

  get admin(): RedisClientType {
    return this.running.admin;
  }

  private get running() {
    if (!this.started) throw new Error('Redis is there when the suite begins');
    return this.started;
  }
}
