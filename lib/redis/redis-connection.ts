import { SingleFlight } from '../common/single-flight.js';
import { withinSeconds } from '../common/within-seconds.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { InvalidOptionsError } from '../errors/options.error.js';
import { checkedClient } from './checked-client.js';
import { type ScriptUnderTrial, tryClient } from './client-trial.js';
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
       * `createCluster` that read from masters alone. It stays yours, and is never closed. Before its first
       * command it is tried on a key of its own.
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
/** What a server says that is full, lags or only reads. What else it is asked, it may do. */
const SAID_BY_SERVER = /^[A-Z]{2,20}$/;

/** What is tried of a client before it is trusted. */
export interface TrialOfClient {
  /** Of the key that is written, after the prefix of all. */
  readonly key: string;
  readonly script: ScriptUnderTrial;
}

/** Sends commands to Redis, and waits one second for each, once there is a connection. Whatever fails is a `RedisError`. */
export class RedisConnection {
  private readonly links: RedisLinks;
  private readonly prefix: string;
  private isTried = false;
  private readonly trials = new SingleFlight<void>();

  constructor(
    { client, url, prefix = 'criipto-auth:' }: RedisOptions,
    private readonly trial: TrialOfClient,
  ) {
    this.links = client ? new GivenClient(checkedClient(client)) : new OwnClient(checkedUrl(url));
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
      if (!this.isTried) await this.tryOnce(current.client);
      return await withinSeconds(COMMAND_SECONDS, () => command(current.client));
    } catch (error) {
      if (error instanceof CriiptoAuthError) throw error;
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

  /** Who comes meanwhile waits for the same trial. */
  private tryOnce(client: RedisCommands): Promise<void> {
    return this.trials.run('trial', () => this.tryNow(client));
  }

  /** Until it was possible. A server that is full still gives what it has. */
  private async tryNow(client: RedisCommands): Promise<void> {
    try {
      await tryClient(client, this.key(this.trial.key), this.trial.script);
      this.isTried = true;
    } catch (error) {
      if (error instanceof CriiptoAuthError) throw error;
      if (!SAID_BY_SERVER.test(new RedisError(error).code)) throw error;
    }
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
