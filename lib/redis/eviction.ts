import type { RedisConnection } from './redis-connection.js';

/** `CONFIG GET` is forbidden at many a Redis that others run. INFO says it too. */
const ASK = `return redis.pcall('INFO', 'memory')`;
/** At the limit it refuses what would be written, and loses nothing. */
const FIT = 'noeviction';
const ADVICE = `Set \`${FIT}\`: docs/guides/several-instances.md`;

/**
 * What is to be said of the server's way with a memory that is full: nothing where it does not tell.
 *
 * @throws {CriiptoAuthError} `invalid_options`, as everything of a client that can never do.
 */
export async function evictionWarnings(redis: RedisConnection): Promise<readonly string[]> {
  const policy = await evictionPolicy(redis);
  if (policy === undefined || policy === FIT) return [];
  return [
    `evicts what it has when its memory is full (maxmemory-policy ${policy}): users are logged out, and what ended may be good again. ${ADVICE}`,
  ];
}

/** A ring has no end: half of the policies leave it alone. */
export async function ringEvictionWarnings(redis: RedisConnection): Promise<readonly string[]> {
  const policy = await evictionPolicy(redis);
  if (policy === undefined || !policy.startsWith('allkeys-')) return [];
  return [`may evict the keys when its memory is full (maxmemory-policy ${policy}). ${ADVICE}`];
}

async function evictionPolicy(redis: RedisConnection): Promise<string | undefined> {
  const options = { keys: [redis.key('key-ring-trial')], arguments: [] };
  const ask = await redis.send(async (client) => ({
    // Who may not ask gets no answer, which is no failure of the store.
    answer: await client.eval(ASK, options).catch(() => undefined),
  }));
  const [, policy] = /maxmemory_policy:([a-z-]{1,40})/.exec(String(ask.answer)) ?? [];
  return policy;
}
