import type { Clock } from '../../common/clock.js';
import { type JsonObject } from '../../common/json.js';
import { isPresent } from '../../common/present-members.js';
import { printable } from '../../common/printable.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { HttpClient } from '../../http-client/http-client.js';
import { CachedDocument, maxAgeOf } from './cached-document.js';
import { fetchJsonObject } from './json-document.js';

/** What the library needs of a provider's discovery document (OpenID Connect Discovery section 3). */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly userinfo_endpoint?: string;
  readonly end_session_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly pushed_authorization_request_endpoint?: string;
  readonly backchannel_authentication_endpoint?: string;
  readonly require_pushed_authorization_requests?: boolean;
  readonly authorization_response_iss_parameter_supported?: boolean;
  readonly request_parameter_supported?: boolean;
  readonly require_signed_request_object?: boolean;
  readonly acr_values_supported?: readonly string[];
  readonly token_endpoint_auth_signing_alg_values_supported?: readonly string[];
  readonly id_token_signing_alg_values_supported?: readonly string[];
  readonly id_token_encryption_alg_values_supported?: readonly string[];
  readonly id_token_encryption_enc_values_supported?: readonly string[];
  readonly userinfo_encryption_alg_values_supported?: readonly string[];
  readonly userinfo_encryption_enc_values_supported?: readonly string[];
  readonly request_object_signing_alg_values_supported?: readonly string[];
}

const REQUIRED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
const OPTIONAL = [
  'userinfo_endpoint',
  'end_session_endpoint',
  'revocation_endpoint',
  'pushed_authorization_request_endpoint',
  'backchannel_authentication_endpoint',
] as const;
const LISTS = [
  'acr_values_supported',
  'token_endpoint_auth_signing_alg_values_supported',
  'id_token_signing_alg_values_supported',
  'id_token_encryption_alg_values_supported',
  'id_token_encryption_enc_values_supported',
  'userinfo_encryption_alg_values_supported',
  'userinfo_encryption_enc_values_supported',
  'request_object_signing_alg_values_supported',
] as const;
const FLAGS = [
  'require_pushed_authorization_requests',
  'authorization_response_iss_parameter_supported',
  'request_parameter_supported',
  'require_signed_request_object',
] as const;

export interface MetadataSource {
  readonly issuer: string;
  /** Told when an old copy serves, since a new one could not be had. */
  readonly onStale?: (error: unknown) => void;
  /** Told of each new copy. */
  readonly onRead?: (metadata: ProviderMetadata) => void;
  /** Seconds. */
  readonly timeout: number;
}

/** The provider's discovery document: fetched lazily, cached, trusted only for exactly our issuer. */
export function cachedMetadata(
  http: HttpClient,
  clock: Clock,
  source: MetadataSource,
): CachedDocument<ProviderMetadata> {
  const url = `${source.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  return new CachedDocument(
    async () => {
      const { content, response } = await fetchJsonObject(http, url, source.timeout, {
        unavailable: 'discovery_failed',
        invalid: 'discovery_invalid',
      });
      const value = readMetadata(content, source.issuer);
      source.onRead?.(value);
      return {
        value,
        maxAge: maxAgeOf(response.header('cache-control')),
      };
    },
    clock,
    source.onStale,
  );
}

/** Byte for byte: no folding of slashes, case or ports (Discovery section 4.3, RFC 8414 section 3.3). */
export function readMetadata(document: JsonObject, issuer: string): ProviderMetadata {
  if (document['issuer'] !== issuer) {
    throw new CriiptoAuthError(
      'discovery_issuer_mismatch',
      `The provider says its issuer is ${shown(document['issuer'])}, configured is ${shown(issuer)}: they must be equal to the letter`,
    );
  }
  const metadata: Record<string, unknown> = { issuer };
  for (const name of REQUIRED) metadata[name] = endpoint(document, name, issuer);
  for (const name of OPTIONAL)
    if (isPresent(document[name])) metadata[name] = endpoint(document, name, issuer);
  // An empty list would say that nothing at all is supported.
  for (const name of LISTS)
    if (Array.isArray(document[name]) && document[name].length > 0) metadata[name] = document[name];
  for (const name of FLAGS)
    if (typeof document[name] === 'boolean') metadata[name] = document[name];
  // Every member named in the interface was checked above.
  return Object.freeze(metadata) as unknown as ProviderMetadata;
}

function endpoint(document: JsonObject, name: string, issuer: string): string {
  const value = document[name];
  if (isUri(value) && isSafe(new URL(value), issuer)) return value;
  throw new CriiptoAuthError(
    'discovery_invalid',
    `The provider's discovery document has no usable ${name}: it must be an https URL`,
  );
}

const URI = /^[a-z][\w+.-]*:\/\/[!-[\]-~]+$/i;

/** RFC 3986 section 2. A parser of URLs would mend others, which then differ from what we say of them. */
function isUri(value: unknown): value is string {
  return typeof value === 'string' && URI.test(value) && URL.canParse(value);
}

/** Plain http is for a provider on this machine, whose issuer was allowed to be so. */
function isSafe({ protocol }: URL, issuer: string): boolean {
  return protocol === 'https:' || (protocol === 'http:' && issuer.startsWith('http:'));
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${printable(value)}"` : `a ${typeof value}`;
}
