import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import { isJsonObject } from './json-document.js';

/** What openid-client's errors have, seen without their classes. Its `cause` may hold tokens: read, never kept. */
interface VendorError {
  readonly name?: string;
  readonly code?: string;
  readonly cause?: unknown;
  /** OAuth error code of the provider's answer (RFC 6749 section 5.2). */
  readonly error?: string;
  readonly status?: number;
}

const OAUTH_ERRORS: Readonly<Record<string, CriiptoAuthErrorCode>> = {
  invalid_client: 'client_authentication_failed',
  unauthorized_client: 'client_authentication_failed',
  invalid_grant: 'code_rejected',
  temporarily_unavailable: 'provider_temporarily_unavailable',
};

const CLAIM_ERRORS: Readonly<Record<string, CriiptoAuthErrorCode>> = {
  iss: 'id_token_issuer_mismatch',
  aud: 'id_token_audience_mismatch',
  azp: 'id_token_azp_mismatch',
  nonce: 'id_token_nonce_mismatch',
  exp: 'id_token_expired',
  nbf: 'id_token_not_yet_valid',
};

/** The library's error for whatever talking to the provider threw, with nothing of what the provider sent but its OAuth error code. */
export function asCriiptoAuthError(thrown: unknown): CriiptoAuthError {
  const ours = innermost(thrown, (error) => error instanceof CriiptoAuthError);
  if (ours) return ours as CriiptoAuthError; // found by that very class
  const error = thrown as VendorError;
  if (typeof error.error === 'string') return oauthError(error.error, error.status);
  const status = httpStatus(error);
  if (status !== undefined) return statusError(status);
  return new CriiptoAuthError(
    responseCode(thrown),
    `The provider's answer was refused (${error.code ?? error.name ?? 'unknown'})`,
  );
}

/** An error that the provider named, at the token endpoint or in the callback. */
export function oauthError(name: string, status?: number): CriiptoAuthError {
  const shown = /^[\w.-]{1,64}$/.test(name) ? name : 'an error without a proper name';
  const code =
    OAUTH_ERRORS[name] ??
    (status !== undefined && status >= 500 ? 'provider_temporarily_unavailable' : 'provider_error');
  return new CriiptoAuthError(
    code,
    `The provider answered ${shown}${status === undefined ? '' : ` (HTTP ${status})`}`,
  );
}

/** Some providers refuse a client without a word of OAuth: by a bare 401 or 403. */
function statusError(status: number): CriiptoAuthError {
  const refused = status === 401 || status === 403;
  const away = status >= 500 || status === 429;
  const code = refused
    ? 'client_authentication_failed'
    : away
      ? 'provider_temporarily_unavailable'
      : 'provider_response_invalid';
  return new CriiptoAuthError(code, `The provider answered HTTP ${status}`);
}

function httpStatus(error: VendorError): number | undefined {
  if (error.name === 'WWWAuthenticateChallengeError') return error.status ?? 401;
  if (error.code !== 'OAUTH_RESPONSE_IS_NOT_CONFORM' && error.code !== 'OAUTH_RESPONSE_IS_NOT_JSON')
    return undefined;
  const { status } = (error.cause ?? {}) as { status?: unknown }; // a Response, of which only the status is read
  return typeof status === 'number' && status !== 200 ? status : undefined;
}

/** Which part of the token response was refused. */
function responseCode(thrown: unknown): CriiptoAuthErrorCode {
  const details = detailsOf(thrown);
  const claim = details['claim'];
  if (typeof claim === 'string') return CLAIM_ERRORS[claim] ?? 'id_token_claim_invalid';
  if (isJsonObject(details['claims'])) return 'id_token_claim_invalid';
  if (isJsonObject(details['header'])) return 'id_token_algorithm_unexpected';
  const body = details['body'];
  if (
    isJsonObject(body) &&
    typeof body['access_token'] === 'string' &&
    typeof body['id_token'] !== 'string'
  )
    return 'id_token_missing';
  return 'provider_response_invalid';
}

function detailsOf(thrown: unknown): Readonly<Record<string, unknown>> {
  const found = innermost(thrown, (cause) => isJsonObject(cause) && !(cause instanceof Error));
  return isJsonObject(found) ? found : {};
}

function innermost(thrown: unknown, wanted: (cause: unknown) => boolean): unknown {
  let cause = thrown;
  for (let depth = 0; depth < 5 && cause !== undefined && cause !== null; depth += 1) {
    if (wanted(cause)) return cause;
    cause = (cause as { cause?: unknown }).cause; // only read, of whatever was thrown
  }
  return undefined;
}
