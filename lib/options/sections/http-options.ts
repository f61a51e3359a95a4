import type { EachOf, OptionReader } from '../reading/option-reader.js';

/** Limits of the calls to the provider. */
export interface HttpOptions {
  /** Seconds, at most 60 each. */
  readonly timeouts?: {
    /** Seconds to open a connection. @default 3 */
    readonly connect?: number;
    /** Seconds for discovery and the provider's keys. @default 5 */
    readonly metadata?: number;
    /** Seconds for token, pushed authorization and userinfo requests. @default 10 */
    readonly request?: number;
  };
  /** Largest response in bytes, after decompression. @default 262144 */
  readonly maxBody?: number;
  /** Allows `http:` for `localhost`, `127.0.0.1` and `[::1]`: development and tests. @default false */
  readonly allowInsecureLoopback?: boolean;
}

type Timeouts = NonNullable<HttpOptions['timeouts']>;

export type ResolvedHttp = ReturnType<typeof httpOptions>;

export function httpOptions(section: OptionReader<HttpOptions>) {
  return {
    timeouts: section.section('timeouts', timeoutsOf),
    maxBody: section.number('maxBody', 256 * 1024, { min: 1024, max: 1024 * 1024 }, ' of bytes'),
    allowInsecureLoopback: section.boolean('allowInsecureLoopback', false),
  } as const satisfies EachOf<HttpOptions>;
}

function timeoutsOf(section: OptionReader<Timeouts>) {
  return {
    connect: section.seconds('connect', 3, 60),
    metadata: section.seconds('metadata', 5, 60),
    request: section.seconds('request', 10, 60),
  } as const satisfies EachOf<Timeouts>;
}
