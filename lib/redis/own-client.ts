import type { createClient, RedisClientType } from 'redis';

import { withinSeconds } from '../common/within-seconds.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { CONNECT_SECONDS, type RedisLink, type RedisLinks } from './redis-link.js';
import { unfit } from './unfit-client.js';

const LONGEST_PAUSE_MS = 2000;

/** A client of our own: made when it is first needed, and anew when it stopped answering. */
export class OwnClient implements RedisLinks {
  private link: OwnLink | undefined;

  constructor(private readonly url: string) {}

  async current(): Promise<RedisLink> {
    const createClient = await createClientOfRedis();
    this.link ??= new OwnLink(
      createClient({
        url: this.url,
        // What cannot be sent now fails now.
        disableOfflineQueue: true,
        socket: {
          connectTimeout: CONNECT_SECONDS * 1000,
          reconnectStrategy: (retries) => Math.min(2 ** retries * 50, LONGEST_PAUSE_MS),
        },
      }),
    );
    return this.link;
  }

  /** Its requests would only pile up, and a connection that is dead may take long to show it. */
  giveUp(link: RedisLink): void {
    if (link === this.link) this.close();
  }

  leave(link: RedisLink): void {
    if (link !== this.link) return;
    const { client } = this.link;
    this.link = undefined;
    // A connection that is lost meanwhile is closed, too.
    client.close().catch(() => client.isOpen && client.destroy());
  }

  close(): void {
    this.link?.client.destroy();
    this.link = undefined;
  }
}

/** An optional peer, of use to who gives a URL. */
async function createClientOfRedis(): Promise<typeof createClient> {
  try {
    return (await import('redis')).createClient;
  } catch (error) {
    if (nameOfThrown(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw unfit('With a `url` of Redis the package `redis` is needed: `npm install redis`');
  }
}

class OwnLink implements RedisLink {
  connecting: Promise<void> | undefined;
  failure: unknown;

  constructor(readonly client: RedisClientType) {
    this.connecting = withinSeconds(CONNECT_SECONDS, () => this.connect()).finally(
      () => (this.connecting = undefined),
    );
  }

  /** Until it is connected, or has failed to: from then on its commands succeed or fail at once. */
  private connect(): Promise<void> {
    return new Promise((resolve) => {
      this.client.on('ready', () => {
        this.failure = undefined;
        resolve();
      });
      const fail = (error: unknown) => {
        this.failure = error;
        resolve();
      };
      // It tries on by itself. Without a listener it would end the process.
      this.client.on('error', fail);
      this.client.connect().catch(fail);
    });
  }
}
