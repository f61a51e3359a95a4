import type { OptionReader } from '../reading/option-reader.js';
import { optionalEndpoint } from '../reading/optional-endpoint.js';
import type { ResolvedOptions } from '../resolved-options.js';

export interface CibaOptions {
  /**
   * Where users who are elsewhere are authenticated.
   * @default as discovery says, else `/ciba/bc-authorize` at the issuer
   */
  readonly endpoint?: string;
}

export function cibaOptions(
  section: OptionReader,
  allowInsecureLoopback: boolean,
): ResolvedOptions['ciba'] {
  section.allow('endpoint');
  return { endpoint: optionalEndpoint(section, 'endpoint', allowInsecureLoopback) };
}
