import type { RedisCommands } from './redis-commands.js';

/** A client of Redis, in use. */
export interface RedisLink {
  readonly client: RedisCommands;
  /** Settles once the client is connected, or has failed to: from then on its commands succeed or fail at once. */
  readonly tried: Promise<void>;
  /** Why there is no connection now, if there is none. */
  readonly failure?: unknown;
}

/** Where the client comes from. */
export interface RedisLinks {
  current(): RedisLink | Promise<RedisLink>;
  /** It does not answer any more. */
  giveUp(link: RedisLink): void;
  close(): void;
}

/** A client of the application's, which connects and closes it. */
export class GivenClient implements RedisLinks {
  private readonly link: RedisLink;

  constructor(client: RedisCommands) {
    this.link = { client, tried: Promise.resolve() };
  }

  current(): RedisLink {
    return this.link;
  }

  giveUp(): void {
    // It may serve others, too.
  }

  close(): void {
    // It is not ours.
  }
}
