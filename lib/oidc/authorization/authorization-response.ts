import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { oauthError } from '../messages/oidc-error.js';

/** What the provider sends the browser back with (RFC 6749 section 4.1.2, RFC 9207). */
export interface AuthorizationResponse {
  readonly state: string;
  readonly code: string | undefined;
  readonly error: string | undefined;
  readonly iss: string | undefined;
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
  return { state, code, error, iss };
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
