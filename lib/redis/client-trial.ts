import { withinSeconds } from '../common/within-seconds.js';
import { randomId } from '../crypto/random-id.js';
import { messageOfThrown } from '../errors/message-of-thrown.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import type { RedisCommands } from './redis-commands.js';
import { NOPERM, RedisError } from './redis-error.js';
import { unfit, unfitClient } from './unfit-client.js';

const TRIAL_MS = 10_000;
const COMMAND_SECONDS = 1;
/** A command that was sent twice, or an entry that was evicted meanwhile, is no fault of the client's. */
const ATTEMPTS = 3;

/** What a store does in its script, tried on an entry that `set` wrote: the rest of the script that looks at it. */
export type ScriptUnderTrial = string;

/** KEYS: a key of nobody's. ARGV: what must be there, and for how many milliseconds it may be. */
const LOOK = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -3 end
local ttl = redis.call('PTTL', KEYS[1])
if ttl < 1 or ttl > tonumber(ARGV[2]) then return ttl end
`;

/**
 * Has a client do once what the store needs, on a key of its own, before anything is trusted to it: a client of
 * `redis` 4 writes for ever what was to expire, and always wins a race.
 *
 * @throws {CriiptoAuthError} `invalid_options` for a client, a server or a user of it that can never do.
 * @throws whatever the server, or the way to it, failed with.
 */
export async function tryClient(
  client: RedisCommands,
  prefix: string,
  script: ScriptUnderTrial,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const key = `${prefix}trial-${randomId()}`;
    const reason = await faultOf(client, key, script).catch(refuse);
    if (reason === undefined) return;
    // One of an old version keeps it for ever.
    await within(() => client.getDel(key)).catch(() => undefined);
    if (attempt === ATTEMPTS) throw unfitClient(reason);
  }
}

/** What it did wrong. */
async function faultOf(
  client: RedisCommands,
  key: string,
  script: ScriptUnderTrial,
): Promise<string | undefined> {
  const value = randomId();
  const options = { condition: 'NX', expiration: { type: 'PX', value: TRIAL_MS } } as const;
  const write = () => within(() => client.set(key, value, options));
  if (!(await answersNothing(client, key)))
    return 'it answers `get` with no Promise, or with more than there is; one in legacy mode does so';
  if (!isOk(await write())) return '`set` does not say what Redis said';
  if (isOk(await write()))
    return '`set` wrote where something was, in spite of `condition: NX`, as `redis` 4 does';
  const left = await within(() =>
    client.eval(LOOK + script, { keys: [key], arguments: [value, String(TRIAL_MS)] }),
  );
  if (!(Number(left) > 0)) return 'what `set` wrote does not expire, or `eval` answers otherwise';
  const taken = await within(() => client.getDel(key));
  return taken?.toString() === value ? undefined : '`getDel` does not give what was there';
}

/** The first, for one in legacy mode answers by callbacks, and fails where nobody catches it. */
async function answersNothing(client: RedisCommands, key: string): Promise<boolean> {
  const answer: unknown = client.get(key);
  if (!isThenable(answer)) return false;
  return (await within(() => Promise.resolve(answer))) === null;
}

function isThenable(value: unknown): boolean {
  // Only read, of whatever a client gave.
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}

/** Whether a write was confirmed. What else a client may answer is no confirmation. */
export function isOk(answer: unknown): boolean {
  return String(answer) === 'OK';
}

function within<T>(command: () => Promise<T>): Promise<T> {
  return withinSeconds(COMMAND_SECONDS, command);
}

/** What no waiting helps, in words; else what was thrown. */
function refuse(thrown: unknown): never {
  const said = messageOfThrown(thrown) ?? '';
  const failure = new RedisError(thrown);
  if (failure.code === NOPERM) throw unfit(failure.message);
  if (/^ERR unknown command/i.test(said))
    throw unfit(
      'Redis 6.2 or later, or Valkey, is needed: this one does not know `GETDEL` or `EVAL`',
    );
  if (/^ERR (syntax error|wrong number of arguments|value is not)/i.test(said))
    throw unfitClient('Redis does not understand what it sends');
  if (nameOfThrown(thrown) === 'TypeError') throw unfitClient('it does not take what it is given');
  throw thrown;
}
