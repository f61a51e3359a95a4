import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Balancer } from './balancer.mjs';
import { ask, end, freePort, start } from './child.mjs';
import { SharedPostgres } from './shared-postgres.mjs';
import { SharedRedis } from './shared-redis.mjs';

const INSTANCE = new URL('./instance.mjs', import.meta.url);
const PROVIDER = new URL('./provider.mjs', import.meta.url);
const CLIENT_ID = 'urn:my:application:identifier:1234';
/** Seconds that the provider keeps our keys: the least that a new key waits. */
const KEEPS_KEYS = '60';

const STORES = { redis: SharedRedis, postgres: SharedPostgres };

/** Instances of an application behind a balancer, a provider, and perhaps a store that they share. */
export class Fleet {
  instances = [];
  provider;
  /** None in memory. */
  store;
  #balancer;
  #folder;
  #onReason;
  #ports;

  /** @param store `redis`, `postgres`, or `memory` for none. */
  static async start({ instances, store, onReason }) {
    const fleet = new Fleet();
    fleet.#onReason = onReason;
    fleet.#folder = await mkdtemp(join(tmpdir(), 'soak-'));
    fleet.#ports = await Promise.all(Array.from({ length: instances }, freePort));
    fleet.#balancer = new Balancer(fleet.#ports);
    const [port, providerPort, storePort] = [await freePort(), await freePort(), await freePort()];
    fleet.url = `http://127.0.0.1:${port}`;
    fleet.issuer = `http://127.0.0.1:${providerPort}`;
    const Store = STORES[store];
    fleet.store = Store && new Store(storePort, fleet.#folder);
    await fleet.store?.start();
    const jwksUri = `${fleet.url}/.well-known/jwks.json`;
    const provider = { PORT: providerPort, CLIENT_ID, JWKS_URI: jwksUri, KEEPS_KEYS };
    fleet.provider = await start(PROVIDER, provider);
    // The first makes the key, for all.
    for (const index of fleet.#ports.keys()) await fleet.startInstance(index);
    await fleet.#balancer.listen(port);
    return fleet;
  }

  /** @param clockAhead seconds. */
  async startInstance(index, { clockAhead = 0 } = {}) {
    this.instances[index] = await start(
      INSTANCE,
      {
        PORT: this.#ports[index],
        BASE_URL: this.url,
        ISSUER: this.issuer,
        CLIENT_ID,
        CLOCK_AHEAD: String(clockAhead),
        ADAPTER: index % 2 ? 'fastify' : 'express',
        ...(this.store && { STORE_URL: this.store.url }),
      },
      this.#onReason,
    );
  }

  async restartInstance(index, settings) {
    await end(this.instances[index], 'SIGKILL');
    await this.startInstance(index, settings);
  }

  /** The ways to each instance, past the balancer. */
  get urls() {
    return this.#ports.map((port) => `http://127.0.0.1:${port}`);
  }

  providerCounts() {
    return ask(this.provider, ({ logins }) => logins !== undefined);
  }

  async memory() {
    const { memory } = await ask(this.instances[0], (message) => message.memory !== undefined);
    return memory;
  }

  async stop() {
    await this.#balancer.close();
    for (const child of [...this.instances, this.provider]) {
      if (child) await end(child, 'SIGKILL');
    }
    await this.store?.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
