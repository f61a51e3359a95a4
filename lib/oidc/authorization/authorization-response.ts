import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { errorDescription } from '../messages/error-description.js';
import { oauthError } from '../messages/oidc-error.js';

/** What the provider sends the browser back with (RFC 6749 section 4.1.2, RFC 9207). */
export interface AuthorizationResponse {
  readonly state: string;
  readonly code: string | undefined;
  readonly error: string | undefined;
  readonly iss: string | undefined;
  /** What the provider says of the error: anybody can have written it, until the state is known to be ours. */
  readonly description: string | undefined;
}

/** Belong to flows and response modes that were not asked for. */
const FOREIGN = ['id_token', 'access_token', 'token_type', 'response'];
const MAX_LENGTH = 4096;

/** RFC 9101 section 7. A pushed request does not wait for long: RFC 9126 section 2.2. */
export const EXPIRED_REQUEST = 'invalid_request_uri';

export function expiredRequest(): CriiptoAuthError {
  return new CriiptoAuthError(
    'login_expired',
    'The browser came to the provider when the pushed request was over',
  );
}

export function isExpiredRequest(error: unknown): error is CriiptoAuthError {
  return error instanceof CriiptoAuthError && error.code === 'login_expired';
}

/** And nothing else: many say in one breath that a request is invalid, over, or was used before. */
export function saysThatItIsOver(description = ''): boolean {
  return /\bexpired\b/i.test(description) && !/\b(?:invalid|used|unknown)\b/i.test(description);
}

/** Not for want of time: the provider said until when it would know the request, and that is not over. */
export function unknownRequest(secondsLeft: number): CriiptoAuthError {
  return new CriiptoAuthError(
    'login_refused_by_provider',
    `The provider does not know the request that was pushed to it, though that is good for ${secondsLeft} s more: it was used before (by the Back button, a reload or a prefetch), or pushed to another provider or instance than the browser was sent to`,
  );
}

/** Whether the browser comes from the provider at all. */
export function isCallback(parameters: URLSearchParams): boolean {
  return parameters.has('code') || parameters.has('error') || parameters.has('state');
}

/**
 * Reads the parameters of a callback. Parameters nobody knows are ignored.
 *
 * @throws {CriiptoAuthError} `callback_malformed`; `callback_empty` when the browser arrives without
 *   any, as it does after a switch from an eID app; `login_expired` when the pushed request was over.
 */
export function readAuthorizationResponse(parameters: URLSearchParams): AuthorizationResponse {
  if (!isCallback(parameters))
    throw new CriiptoAuthError('callback_empty', 'The callback came without parameters');
  for (const name of FOREIGN)
    if (parameters.has(name)) throw malformed('has parameters of another flow');
  const state = single(parameters, 'state');
  const code = single(parameters, 'code');
  const error = single(parameters, 'error');
  const iss = single(parameters, 'iss');
  if (code !== undefined && error !== undefined) throw malformed('has both a code and an error');
  if (state === undefined) throw withoutState(error);
  if (error === undefined) return { state, code, error, iss, description: undefined };
  const description = errorDescription(parameters.get('error_description'));
  return { state, code, error, iss, description };
}

/** RFC 6749 section 3.1: no parameter more than once. */
function single(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  const [value] = values;
  if (values.length > 1) throw malformed(`has more than one ${name}`);
  if (value === undefined) return undefined;
  if (value === '' || value.length > MAX_LENGTH) throw malformed(`has no usable ${name}`);
  return value;
}

/** A provider that has forgotten a pushed request, or cannot read a signed one, knows no state to send back. */
function withoutState(error: string | undefined): CriiptoAuthError {
  if (error === EXPIRED_REQUEST) return expiredRequest();
  return malformed(
    error === undefined ? 'has no state' : `has no state. ${oauthError(error).message}`,
  );
}

function malformed(what: string): CriiptoAuthError {
  return new CriiptoAuthError('callback_malformed', `The callback ${what}`);
}
