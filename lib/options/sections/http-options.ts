import type { Dispatcher } from 'undici';

import { dispatcherProblem } from '../../http-client/dispatcher-problem.js';
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
  /**
   * Your own way to the provider, made with `undici` 7: a `ProxyAgent`, or an `Agent` with a certificate authority of
   * your own. It is used as it is, for every request, and yours to close; `maxBody` and the timeouts hold with it, but for
   * `timeouts.connect`. Without it requests go straight, or, with NODE_USE_ENV_PROXY=1, as HTTPS_PROXY, HTTP_PROXY and
   * NO_PROXY say. @default one of ours
   */
  readonly dispatcher?: Dispatcher;
}

type Timeouts = NonNullable<HttpOptions['timeouts']>;

export type ResolvedHttp = ReturnType<typeof httpOptions>;

export function httpOptions(section: OptionReader<HttpOptions>) {
  return {
    timeouts: section.section('timeouts', timeoutsOf),
    maxBody: section.number('maxBody', 256 * 1024, { min: 1024, max: 1024 * 1024 }, ' of bytes'),
    allowInsecureLoopback: section.boolean('allowInsecureLoopback', false),
    dispatcher: dispatcherOf(section),
  } as const satisfies EachOf<HttpOptions>;
}

function dispatcherOf(section: OptionReader<HttpOptions>): Dispatcher | undefined {
  const dispatcher = section.value('dispatcher');
  if (dispatcher === undefined) return undefined;
  const problem = dispatcherProblem(dispatcher);
  if (problem !== undefined) section.problem('dispatcher', problem);
  return dispatcher as Dispatcher; // or the application does not start
}

function timeoutsOf(section: OptionReader<Timeouts>) {
  return {
    connect: section.seconds('connect', 3, 60),
    metadata: section.seconds('metadata', 5, 60),
    request: section.seconds('request', 10, 60),
  } as const satisfies EachOf<Timeouts>;
}
