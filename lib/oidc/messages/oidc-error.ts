import type { JsonObject } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';
import { retold } from '../../errors/retold.js';
import { errorDescription } from './error-description.js';

const AWAY: CriiptoAuthErrorCode = 'provider_temporarily_unavailable';

const OAUTH_ERRORS: ReadonlyMap<string, CriiptoAuthErrorCode> = new Map([
  ['invalid_client', 'client_authentication_failed'],
  ['unauthorized_client', 'client_authentication_failed'],
  ['invalid_grant', 'code_rejected'],
  ['temporarily_unavailable', AWAY],
]);

/** The library's error for whatever was thrown on the way to the provider: ours, or one that keeps nothing of it. */
export function asCriiptoAuthError(thrown: unknown): CriiptoAuthError {
  if (thrown instanceof CriiptoAuthError) return thrown;
  return new CriiptoAuthError(
    'provider_response_invalid',
    `The provider's answer was refused (${nameOfThrown(thrown)})`,
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
  const isNamed = status >= 400 && typeof error === 'string';
  return retold(isNamed ? oauthError(error, status) : statusError(status), {
    traceId,
    description: status >= 400 ? errorDescription(body['error_description']) : undefined,
  });
}

/** An error that the provider named, at one of its endpoints or in the callback. */
export function oauthError(name: string, status?: number): CriiptoAuthError {
  const shown = isProperName(name) ? name : 'an error without a proper name';
  const code = isUnproven(name, status)
    ? 'client_authentication_failed'
    : (OAUTH_ERRORS.get(name) ?? (isAway(status) ? AWAY : 'provider_error'));
  return new CriiptoAuthError(
    code,
    `The provider answered ${shown}${status === undefined ? '' : ` (HTTP ${status})`}`,
  );
}

function isProperName(name: string): boolean {
  return /^[\w.-]{1,64}$/.test(name) && !/\d{6}/.test(name);
}

/** A 401 is the answer to a client that did not prove itself (RFC 6749 section 5.2). Keycloak names it so at its push endpoint. */
function isUnproven(name: string, status: number | undefined): boolean {
  return name === 'invalid_request' && status === 401;
}

/** Some providers refuse a client without a word of OAuth: by a bare 401 or 403. */
function statusError(status: number): CriiptoAuthError {
  const refused = status === 401 || status === 403;
  const code = refused ? 'client_authentication_failed' : 'provider_response_invalid';
  return new CriiptoAuthError(isAway(status) ? AWAY : code, `The provider answered HTTP ${status}`);
}

function isAway(status = 200): boolean {
  return (status >= 500 && status < 600) || status === 429;
}
