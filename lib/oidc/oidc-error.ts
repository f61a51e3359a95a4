import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import { isJsonObject, type JsonObject } from '../common/json.js';
import { withTraceId } from './trace-id.js';

/** What openid-client's errors have, seen without their classes. Its `cause` may hold tokens: read, never kept. */
interface VendorError {
  readonly name?: string;
  readonly code?: string;
  readonly cause?: unknown;
  /** OAuth error code of the provider's answer (RFC 6749 section 5.2). */
  readonly error?: string;
  readonly status?: number;
}

const AWAY: CriiptoAuthErrorCode = 'provider_temporarily_unavailable';

const OAUTH_ERRORS: ReadonlyMap<string, CriiptoAuthErrorCode> = new Map([
  ['invalid_client', 'client_authentication_failed'],
  ['unauthorized_client', 'client_authentication_failed'],
  ['invalid_grant', 'code_rejected'],
  ['temporarily_unavailable', AWAY],
]);

const CLAIM_ERRORS: ReadonlyMap<unknown, CriiptoAuthErrorCode> = new Map([
  ['iss', 'id_token_issuer_mismatch'],
  ['aud', 'id_token_audience_mismatch'],
  ['azp', 'id_token_azp_mismatch'],
  ['nonce', 'id_token_nonce_mismatch'],
  ['exp', 'id_token_expired'],
  ['nbf', 'id_token_not_yet_valid'],
]);

/** The library's error for whatever talking to the provider threw, with nothing of what the provider sent but its OAuth error code. */
export function asCriiptoAuthError(thrown: unknown): CriiptoAuthError {
  const ours = innermost(thrown, (error) => error instanceof CriiptoAuthError);
  if (ours) return ours as CriiptoAuthError; // found by that very class
  const error = (thrown ?? {}) as VendorError; // only read, of whatever was thrown
  if (typeof error.error === 'string') return oauthError(error.error, error.status);
  const status = httpStatus(error);
  if (status !== undefined) return statusError(status);
  return new CriiptoAuthError(
    responseCode(error.cause),
    `The provider's answer was refused (${error.code ?? error.name ?? 'unknown'})`,
  );
}

/** The error that an answer is, to a request that should have had another. */
export function answerError(answer: {
  readonly status: number;
  readonly body: JsonObject;
  readonly traceId: string | undefined;
}): CriiptoAuthError {
  const { status, body, traceId } = answer;
  const { error } = body;
  return withTraceId(
    status >= 400 && typeof error === 'string' ? oauthError(error, status) : statusError(status),
    traceId,
  );
}

/** An error that the provider named, at one of its endpoints or in the callback. */
export function oauthError(name: string, status?: number): CriiptoAuthError {
  const shown = /^[\w.-]{1,64}$/.test(name) ? name : 'an error without a proper name';
  const code = OAUTH_ERRORS.get(name) ?? (isAway(status) ? AWAY : 'provider_error');
  return new CriiptoAuthError(
    code,
    `The provider answered ${shown}${status === undefined ? '' : ` (HTTP ${status})`}`,
  );
}

/** Some providers refuse a client without a word of OAuth: by a bare 401 or 403. */
function statusError(status: number): CriiptoAuthError {
  const refused = status === 401 || status === 403;
  const code = refused ? 'client_authentication_failed' : 'provider_response_invalid';
  return new CriiptoAuthError(isAway(status) ? AWAY : code, `The provider answered HTTP ${status}`);
}

function isAway(status = 200): boolean {
  return status >= 500 || status === 429;
}

function httpStatus({ code, cause }: VendorError): number | undefined {
  if (code !== 'OAUTH_RESPONSE_IS_NOT_CONFORM' && code !== 'OAUTH_RESPONSE_IS_NOT_JSON')
    return undefined;
  const { status } = (cause ?? {}) as { status?: unknown }; // a Response, of which only the status is read
  return typeof status === 'number' && status !== 200 ? status : undefined;
}

/** Which part of the token response was refused. */
function responseCode(cause: unknown): CriiptoAuthErrorCode {
  // What openid-client could not take for a token, it gives as the cause.
  if (innermost(cause, (each) => typeof each === 'string') !== undefined)
    return 'id_token_malformed';
  const { claim, claims, header, expected, body } = detailsOf(cause);
  if (isJsonObject(claims)) return CLAIM_ERRORS.get(claim) ?? 'id_token_claim_invalid';
  if (isJsonObject(header))
    return expected === undefined ? 'id_token_malformed' : 'id_token_algorithm_unexpected';
  return isJsonObject(body) && lacksIdToken(body)
    ? 'id_token_missing'
    : 'provider_response_invalid';
}

function lacksIdToken({ access_token: accessToken, id_token: idToken }: JsonObject): boolean {
  return typeof accessToken === 'string' && (typeof idToken !== 'string' || idToken === '');
}

function detailsOf(cause: unknown): JsonObject {
  const found = innermost(cause, (each) => isJsonObject(each) && !(each instanceof Error));
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
