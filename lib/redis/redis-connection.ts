import { withinSeconds } from '../common/within-seconds.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { InvalidOptionsError } from '../errors/options.error.js';
import { OwnClient } from './own-client.js';
import type { RedisCommands } from './redis-commands.js';
import { RedisError } from './redis-error.js';
import { GivenClient, type RedisLink, type RedisLinks } from './redis-link.js';

/** Which Redis, and where in it. */
export type RedisOptions = RedisTarget & {
  /** Before every key. Default: `criipto-auth:` */
  readonly prefix?: string;
};

type RedisTarget =
  | {
      /**
       * Of the package `redis`, 5 or later, and connected: `createClient`, or `createSentinel` or
       * `createCluster` that read from masters alone. It stays yours, and is never closed.
       */
      readonly client: RedisCommands;
      readonly url?: undefined;
    }
  | {
      /** `redis://…` or, with TLS, `rediss://…`. Connected when first needed, closed when the application shuts down. */
      readonly url: string;
      readonly client?: undefined;
    };

const COMMAND_SECONDS = 1;

/** Sends commands to Redis, and waits one second for each, once there is a connection. Whatever fails is a `RedisError`. */
export class RedisConnection {
  private readonly links: RedisLinks;
  private readonly prefix: string;

  constructor({ client, url, prefix = 'criipto-auth:' }: RedisOptions) {
    this.links = client ? new GivenClient(client) : new OwnClient(checkedUrl(url));
    this.prefix = prefix;
  }

  key(name: string): string {
    return this.prefix + name;
  }

  async send<T>(command: (client: RedisCommands) => Promise<T>): Promise<T> {
    let link: RedisLink | undefined;
    try {
      // Redis has no part in how long it takes to load a client.
      const current = await this.links.current();
      link = current;
      await current.connecting;
      return await withinSeconds(COMMAND_SECONDS, () => command(current.client));
    } catch (error) {
      const failure = new RedisError(link?.failure ?? error);
      if (link && isTimeout(error)) this.links.giveUp(link);
      // Another may be the master by now, under the same name.
      else if (link && failure.code === 'READONLY') this.links.leave(link);
      throw failure;
    }
  }

  close(): void {
    this.links.close();
  }
}

function isTimeout(error: unknown): boolean {
  return nameOfThrown(error) === 'TimeoutError';
}

/** Without one, the package would take whatever Redis is on this machine. The URL may hold a password. */
function checkedUrl(url: unknown): string {
  if (typeof url === 'string' && /^(rediss?|unix):/.test(url) && URL.canParse(url)) return url;
  throw new InvalidOptionsError([
    '`url` of Redis must be a URL that begins with `redis://` or `rediss://`: set it, or give a `client`',
  ]);
}
