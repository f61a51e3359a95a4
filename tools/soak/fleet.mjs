import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Balancer } from './balancer.mjs';
import { ask, end, freePort, start, startRedis, tellRedis } from './child.mjs';

const INSTANCE = new URL('./instance.mjs', import.meta.url);
const PROVIDER = new URL('./provider.mjs', import.meta.url);
const CLIENT_ID = 'urn:my:application:identifier:1234';
/** Seconds that the provider keeps our keys: the least that a new key waits. */
const KEEPS_KEYS = '60';

/** Instances of an application behind a balancer, a provider, and perhaps a Redis that they share. */
export class Fleet {
  instances = [];
  provider;
  redis;
  #balancer;
  #folder;
  #onReason;
  #ports;
  #redisPort;

  static async start({ instances, hasRedis, onReason }) {
    const fleet = new Fleet();
    fleet.#onReason = onReason;
    fleet.#folder = await mkdtemp(join(tmpdir(), 'soak-'));
    fleet.#ports = await Promise.all(Array.from({ length: instances }, freePort));
    fleet.#balancer = new Balancer(fleet.#ports);
    const [port, providerPort, redisPort] = [await freePort(), await freePort(), await freePort()];
    fleet.url = `http://127.0.0.1:${port}`;
    fleet.issuer = `http://127.0.0.1:${providerPort}`;
    if (hasRedis) {
      fleet.#redisPort = redisPort;
      await fleet.startRedis();
    }
    const jwksUri = `${fleet.url}/.well-known/jwks.json`;
    const provider = { PORT: providerPort, CLIENT_ID, JWKS_URI: jwksUri, KEEPS_KEYS };
    fleet.provider = await start(PROVIDER, provider);
    // The first makes the key, for all.
    for (const index of fleet.#ports.keys()) await fleet.startInstance(index);
    await fleet.#balancer.listen(port);
    return fleet;
  }

  async startInstance(index) {
    const redis = this.#redisPort && { REDIS_URL: `redis://127.0.0.1:${this.#redisPort}` };
    this.instances[index] = await start(
      INSTANCE,
      {
        PORT: this.#ports[index],
        BASE_URL: this.url,
        ISSUER: this.issuer,
        CLIENT_ID,
        ADAPTER: index % 2 ? 'fastify' : 'express',
        ...redis,
      },
      this.#onReason,
    );
  }

  async startRedis() {
    this.redis = await startRedis(this.#redisPort, this.#folder);
  }

  providerCounts() {
    return ask(this.provider, ({ logins }) => logins !== undefined);
  }

  async memory() {
    const { memory } = await ask(this.instances[0], (message) => message.memory !== undefined);
    return memory;
  }

  /** How many entries the instances keep in Redis. */
  async entries() {
    if (this.redis === undefined) return undefined;
    return Number((await tellRedis(this.#redisPort, 'DBSIZE')).slice(1));
  }

  async stop() {
    await this.#balancer.close();
    for (const child of [...this.instances, this.provider, this.redis]) {
      if (child) await end(child, 'SIGKILL');
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}
