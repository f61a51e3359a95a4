/**
 * What is needed of a client of the package `redis`: a single one (`createClient`), one for Sentinel
 * (`createSentinel`) or for a cluster (`createCluster`). Each command touches one key.
 */
export interface RedisCommands {
  /** Whether somebody asked it to connect. */
  readonly isOpen?: boolean;
  /** Whether it is connected. While it is open and is not, commands wait for two seconds. */
  readonly isReady?: boolean;
  get(key: string): Promise<RedisText | null>;
  getDel(key: string): Promise<RedisText | null>;
  set(
    key: string,
    value: string,
    options: {
      readonly condition?: 'NX';
      readonly expiration: { readonly type: 'PX'; readonly value: number };
    },
  ): Promise<RedisText | null>;
  hmGet(key: string, fields: string[]): Promise<readonly (RedisText | null)[]>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** Text, unless a client was told to answer otherwise. */
type RedisText = string | Buffer;
