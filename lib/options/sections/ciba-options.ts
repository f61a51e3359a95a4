import type { EachOf, OptionReader } from '../reading/option-reader.js';
import { optionalEndpoint } from '../reading/optional-endpoint.js';

export interface CibaOptions {
  /**
   * Where users who are elsewhere are authenticated.
   * @default as discovery says, else `/ciba/bc-authorize` at the issuer
   */
  readonly endpoint?: string;
}

export type ResolvedCiba = ReturnType<typeof cibaOptions>;

export function cibaOptions(section: OptionReader<CibaOptions>, allowInsecureLoopback: boolean) {
  return {
    endpoint: optionalEndpoint(section, 'endpoint', allowInsecureLoopback),
  } as const satisfies EachOf<CibaOptions>;
}
