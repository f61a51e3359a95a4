import { minutes } from '../../common/durations.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';

/** RFC 9101 section 10.8: so that it is taken for nothing else that the same key signs. */
export const REQUEST_OBJECT_TYPE = 'oauth-authz-req+jwt';
/** For the browser to bring it to the provider. */
const LIFETIME = minutes(5);

export interface RequestObjectContext {
  readonly clientId: string;
  readonly issuer: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly jti: string;
}

/**
 * An authorization request as claims to sign (RFC 9101 section 4). No `sub`: with our client id there,
 * it could pass for a client assertion (section 10.8). No `nbf`, for a provider whose clock is behind.
 */
export function requestObjectClaims(
  parameters: Readonly<Record<string, string>>,
  { clientId, issuer, issuedAt, jti }: RequestObjectContext,
): Readonly<Record<string, unknown>> {
  const { max_age: maxAge, sub: _sub, nbf: _nbf, ...others } = parameters;
  return {
    ...others,
    ...(maxAge === undefined ? {} : { max_age: Number(maxAge) }), // a number here: section 4
    client_id: clientId,
    iss: clientId,
    aud: issuer,
    jti,
    iat: issuedAt,
    exp: issuedAt + LIFETIME,
  };
}

/** Whether the request is to be signed: because the options say so, or the provider does (RFC 9101 section 10.5). */
export function isToBeSigned(metadata: ProviderMetadata, signedRequest: boolean): boolean {
  if (!signedRequest && metadata.require_signed_request_object !== true) return false;
  if (metadata.request_parameter_supported !== false) return true;
  throw new CriiptoAuthError(
    'discovery_invalid',
    'The request is to be signed (`login.signedRequest`), but the provider takes no signed requests: its request_parameter_supported is false',
  );
}
