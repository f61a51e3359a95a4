import { isPromise } from 'node:util/types';

import { InvalidOptionsError } from '../errors/options.error.js';
import type { RedisCommands } from './redis-commands.js';
import { unfitClient } from './unfit-client.js';

const METHODS = ['get', 'getDel', 'set', 'hmGet', 'eval'] as const;

/**
 * A client that has every command. What they do is seen when there is a server.
 *
 * @throws {InvalidOptionsError}
 */
export function checkedClient(client: RedisCommands): RedisCommands {
  const reason = reasonAgainst(client);
  if (reason === undefined) return client;
  throw new InvalidOptionsError([unfitClient(reason).message]);
}

function reasonAgainst(client: unknown): string | undefined {
  if (isPromise(client)) return 'it is a Promise, which was not awaited';
  // Only read, of whatever was given.
  const given = client as Readonly<Record<string, unknown>>;
  const missing = METHODS.find((method) => typeof given[method] !== 'function');
  if (missing === undefined) return undefined;
  return typeof given['getdel'] === 'function'
    ? `it has no \`${missing}\`: it seems to be one of \`ioredis\`, and not of the package \`redis\``
    : `it has no \`${missing}\`, as clients of the package \`redis\` have`;
}
