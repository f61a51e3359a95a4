import { randomId } from '../crypto/random-id.js';
import { type KeyRingContent, KeyRingStore, type StoredKey } from '../keys/ring/key-ring.store.js';
import { keysInText } from '../keys/ring/listed-keys.js';
import { ringEvictionWarnings } from './eviction.js';
import { RedisConnection, type RedisOptions } from './redis-connection.js';

const RING = 'key-ring';

/** KEYS: the ring. ARGV: the version that is expected, the new one, the keys. */
const SAVE = `
if (redis.call('HGET', KEYS[1], 'version') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'keys', ARGV[3])
return 1`;

/** KEYS: the ring, so that a cluster knows whom to ask. */
const NOW = `
return tonumber(redis.call('TIME')[1])`;

/** What the scripts above need. */
const TRIAL = {
  key: `${RING}-`,
  script: `
redis.call('GETDEL', KEYS[1])
redis.call('TIME')
redis.call('HSET', KEYS[1], 'version', '1')
redis.call('HGET', KEYS[1], 'version')
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ttl`,
};

/**
 * A ring in Redis or Valkey, for instances on several machines: for `keys.ring.store`. Applications with
 * rings of their own need a `prefix` each. What a Redis forgets, the instances that run give it again.
 */
export class RedisKeyRingStore extends KeyRingStore {
  private readonly redis: RedisConnection;

  /** @throws {InvalidOptionsError} for a `url` that is none, and a `client` that lacks a command. */
  constructor(options: RedisOptions) {
    super();
    this.redis = new RedisConnection(options, TRIAL);
  }

  /** Tells of a server that may evict the ring. */
  override check(): Promise<readonly string[]> {
    return ringEvictionWarnings(this.redis);
  }

  /**
   * @throws {RedisError} when Redis does not answer.
   * @throws {CriiptoAuthError} `key_invalid` for what is no ring, `invalid_options` for a client that can never do.
   */
  override async load(): Promise<KeyRingContent> {
    const key = this.redis.key(RING);
    const [version, keys] = await this.redis.send((client) =>
      client.hmGet(key, ['version', 'keys']),
    );
    if ((version ?? keys ?? undefined) === undefined) return { version: '', keys: [] };
    return {
      version: version?.toString() ?? '',
      keys: keysInText(keys?.toString(), `\`${key}\` in Redis`),
    };
  }

  /** @throws {RedisError} when Redis does not answer. */
  override async save(expectedVersion: string, keys: readonly StoredKey[]): Promise<boolean> {
    const answer = await this.redis.send((client) =>
      client.eval(SAVE, {
        keys: [this.redis.key(RING)],
        arguments: [expectedVersion, randomId(), JSON.stringify(keys)],
      }),
    );
    return Number(answer) === 1;
  }

  /**
   * By the clock of Redis (`TIME`), to the second.
   *
   * @throws {RedisError} when Redis does not answer.
   */
  override async now(): Promise<number> {
    const seconds = await this.redis.send((client) =>
      client.eval(NOW, { keys: [this.redis.key(RING)], arguments: [] }),
    );
    return Number(seconds) * 1000;
  }

  override async close(): Promise<void> {
    this.redis.close();
  }
}
