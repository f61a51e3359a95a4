import type { OptionReader } from '../reading/option-reader.js';
import { optionalEndpoint } from '../reading/optional-endpoint.js';
import type { ResolvedOptions } from '../resolved-options.js';

export interface HeadlessOptions {
  /** Where headless logins begin. @default `/headless/authorize` at the issuer */
  readonly endpoint?: string;
  /** The `grant_type` of their polls: Criipto's documentation has this one, and another one in one place. @default 'urn:grn:params:grant-type:headless' */
  readonly grantType?: string;
  /** Seconds between two polls, where the provider does not say: the age of a QR code. @default 5 */
  readonly interval?: number;
}

export function headlessOptions(
  section: OptionReader,
  issuer: string,
  allowInsecureLoopback: boolean,
): ResolvedOptions['headless'] {
  section.allow('endpoint', 'grantType', 'interval');
  return {
    endpoint:
      optionalEndpoint(section, 'endpoint', allowInsecureLoopback) ??
      `${issuer.replace(/\/$/, '')}/headless/authorize`,
    grantType: section.optionalText('grantType') ?? 'urn:grn:params:grant-type:headless',
    interval: section.seconds('interval', 5, 60),
  };
}
