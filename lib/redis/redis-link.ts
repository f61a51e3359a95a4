import { setTimeout as pause } from 'node:timers/promises';

import { withinSeconds } from '../common/within-seconds.js';
import type { RedisCommands } from './redis-commands.js';

/** How long a connection may take. Seconds. */
export const CONNECT_SECONDS = 2;
const LOOK_EVERY_MS = 20;

/** A client of Redis, in use. */
export interface RedisLink {
  readonly client: RedisCommands;
  /**
   * There while the client connects. Resolves when its commands succeed or fail at once; rejects with a
   * `TimeoutError` when that takes too long.
   */
  readonly connecting: Promise<void> | undefined;
  /** Why there is no connection now, if there is none. */
  readonly failure?: unknown;
}

/** Where the client comes from. */
export interface RedisLinks {
  current(): RedisLink | Promise<RedisLink>;
  /** It does not answer any more, whoever waits for it. */
  giveUp(link: RedisLink): void;
  /** It answers, but is of use no more: whoever waits for it gets an answer, and nobody else asks it. */
  leave(link: RedisLink): void;
  close(): void;
}

/** A client of the application's, which connects and closes it. */
export class GivenClient implements RedisLinks, RedisLink {
  private underway: Promise<void> | undefined;

  constructor(readonly client: RedisCommands) {}

  /** What it is given now it would keep, and do when it is connected: maybe long after it was given up. */
  get connecting(): Promise<void> | undefined {
    if (!isConnecting(this.client)) return undefined;
    this.underway ??= withinSeconds(CONNECT_SECONDS, ({ signal }) =>
      untilConnected(this.client, signal),
    ).finally(() => (this.underway = undefined));
    return this.underway;
  }

  current(): RedisLink {
    return this;
  }

  giveUp(): void {
    // It may serve others, too.
  }

  leave(): void {
    // Where it leads is for the application to say.
  }

  close(): void {
    // It is not ours.
  }
}

/** Looks, for its events are for the application: who listens to them could be the only one who does. */
async function untilConnected(client: RedisCommands, signal: AbortSignal): Promise<void> {
  while (isConnecting(client) && !signal.aborted) await pause(LOOK_EVERY_MS);
}

/** One that nobody opened, or that was closed, says so at once when it is asked for something. */
function isConnecting({ isOpen, isReady }: RedisCommands): boolean {
  return isOpen === true && isReady === false;
}
