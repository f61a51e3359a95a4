import type { EachOf, OptionReader } from '../reading/option-reader.js';
import { optionalEndpoint } from '../reading/optional-endpoint.js';

export interface HeadlessOptions {
  /** Where headless logins begin. @default `/headless/authorize` at the issuer */
  readonly endpoint?: string;
  /** The `grant_type` of their polls: Criipto's documentation has this one, and another one in one place. @default 'urn:grn:params:grant-type:headless' */
  readonly grantType?: string;
  /** Seconds between two polls, where the provider does not say: the age of a QR code. @default 5 */
  readonly interval?: number;
}

export type ResolvedHeadless = ReturnType<typeof headlessOptions>;

export function headlessOptions(
  section: OptionReader<HeadlessOptions>,
  issuer: string,
  allowInsecureLoopback: boolean,
) {
  return {
    endpoint:
      optionalEndpoint(section, 'endpoint', allowInsecureLoopback) ??
      `${issuer.replace(/\/$/, '')}/headless/authorize`,
    grantType: section.optionalText('grantType') ?? 'urn:grn:params:grant-type:headless',
    interval: section.seconds('interval', 5, 60),
  } as const satisfies EachOf<HeadlessOptions>;
}
