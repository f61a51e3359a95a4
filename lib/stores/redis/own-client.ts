import type { RedisClientType } from 'redis';

import type { RedisLink, RedisLinks } from './redis-link.js';

const CONNECT_MS = 2000;
const LONGEST_PAUSE_MS = 2000;

/** A client of our own: made when it is first needed, and anew when it stopped answering. */
export class OwnClient implements RedisLinks {
  private link: OwnLink | undefined;

  constructor(private readonly url: string) {}

  async current(): Promise<RedisLink> {
    const { createClient } = await import('redis'); // an optional peer, of use to who gives a URL
    this.link ??= new OwnLink(
      createClient({
        url: this.url,
        // What cannot be sent now fails now.
        disableOfflineQueue: true,
        socket: {
          connectTimeout: CONNECT_MS,
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

  close(): void {
    this.link?.client.destroy();
    this.link = undefined;
  }
}

class OwnLink implements RedisLink {
  readonly tried: Promise<void>;
  failure: unknown;

  constructor(readonly client: RedisClientType) {
    this.tried = new Promise((resolve) => {
      client.on('ready', () => {
        this.failure = undefined;
        resolve();
      });
      // It tries on by itself. Without a listener it would end the process.
      client.on('error', (error: unknown) => {
        this.failure = error;
        resolve();
      });
      client.connect().catch((error: unknown) => {
        this.failure = error;
        resolve();
      });
    });
  }
}
