import { KeyValueStore } from '../stores/key-value-store.js';
import { isOk } from './client-trial.js';
import { evictionWarnings } from './eviction.js';
import { RedisConnection, type RedisOptions } from './redis-connection.js';

/** KEYS: the key. ARGV: the expected value, the new one, its time in milliseconds. */
const COMPARE_AND_SET = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

/** What the script above needs. */
const TRIAL = {
  key: '',
  script: `redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) return ttl`,
};

/**
 * Keeps what the instances of an application share in Redis 6.2 or later, or Valkey: for
 * `transaction.store` and `session.store`. Who gives a `client` closes it; who gives a `url` need not.
 *
 * Each call waits two seconds at most for a connection and one for its command, and rejects with a
 * `RedisError` when Redis failed. Before the first, the client is tried; one that can never do is refused with a
 * `CriiptoAuthError`, code `invalid_options`.
 */
export class RedisStore extends KeyValueStore {
  private readonly redis: RedisConnection;

  /** @throws {InvalidOptionsError} for a `url` that is none, and a `client` that lacks a command. */
  constructor(options: RedisOptions) {
    super();
    this.redis = new RedisConnection(options, TRIAL);
  }

  /** Tries the client, and tells of a server that evicts. */
  override check(): Promise<readonly string[]> {
    return evictionWarnings(this.redis);
  }

  override async get(key: string): Promise<string | undefined> {
    return text(await this.redis.send((client) => client.get(this.redis.key(key))));
  }

  override async set(key: string, value: string, ttl: number): Promise<void> {
    await this.redis.send((client) => client.set(this.redis.key(key), value, lasting(ttl)));
  }

  override async take(key: string): Promise<string | undefined> {
    return text(await this.redis.send((client) => client.getDel(this.redis.key(key))));
  }

  override async putIfAbsent(key: string, value: string, ttl: number): Promise<boolean> {
    const answer = await this.redis.send((client) =>
      client.set(this.redis.key(key), value, { condition: 'NX', ...lasting(ttl) }),
    );
    return isOk(answer);
  }

  override async compareAndSet(
    key: string,
    expected: string,
    value: string,
    ttl: number,
  ): Promise<boolean> {
    const answer = await this.redis.send((client) =>
      client.eval(COMPARE_AND_SET, {
        keys: [this.redis.key(key)],
        arguments: [expected, value, String(milliseconds(ttl))],
      }),
    );
    return Number(answer) === 1;
  }

  override async close(): Promise<void> {
    this.redis.close();
  }
}

function lasting(ttl: number) {
  return { expiration: { type: 'PX', value: milliseconds(ttl) } } as const;
}

function milliseconds(ttl: number): number {
  return Math.max(1, Math.round(ttl * 1000));
}

function text(answer: string | Buffer | null): string | undefined {
  return answer?.toString();
}
