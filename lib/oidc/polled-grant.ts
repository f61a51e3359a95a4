import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import type { FormAnswer } from './authenticated-forms.js';
import type { GrantedTokens } from './code-grant.js';
import type { JsonObject } from '../common/json.js';
import { answerError } from './oidc-error.js';
import { withTraceId } from './trace-id.js';

/** A grant whose tokens are asked for until they are there. */
export interface PolledGrant {
  readonly grantType: string;
  readonly requestParameter: 'auth_req_id' | 'headless_req_id';
  readonly requestId: string;
}

/** The provider still waits for the user. */
export interface PendingGrant {
  readonly status: 'pending';
  /** It was asked too soon: from now on, wait longer. */
  readonly slowDown: boolean;
  /** All that it said. */
  readonly body: JsonObject;
}

/** What an answer to a poll means, if it is no refusal (CIBA sections 10.1 and 11). */
export function readPollAnswer(answer: FormAnswer): PendingGrant | GrantedTokens {
  const { status, body } = answer;
  if (status === 200) return grantedTokens(answer);
  const { error } = body;
  if (isRefusal(answer) && (error === 'authorization_pending' || error === 'slow_down'))
    return { status: 'pending', slowDown: error === 'slow_down', body };
  throw refusalOf(answer);
}

/** Errors with a meaning of their own while a user is waited for. */
const REFUSALS: ReadonlyMap<unknown, CriiptoAuthErrorCode> = new Map([
  ['access_denied', 'login_cancelled'],
  ['expired_token', 'login_expired'],
  // Completed by somebody else, or never begun for us.
  ['invalid_grant', 'login_unknown'],
  ['unknown_user_id', 'login_user_unknown'],
  ['invalid_binding_message', 'login_request_invalid'],
]);

/** The error that an answer is, where a user is waited for or was to be. */
export function refusalOf(answer: FormAnswer): CriiptoAuthError {
  const error = answerError(answer);
  const code = isRefusal(answer) ? REFUSALS.get(answer.body['error']) : undefined;
  return code === undefined
    ? error
    : withTraceId(new CriiptoAuthError(code, error.message), answer.traceId);
}

function isRefusal({ status }: FormAnswer): boolean {
  return status >= 400 && status < 500;
}

/** The tokens of a response whose form is right (RFC 6749 section 5.1). */
function grantedTokens({ body, traceId }: FormAnswer): GrantedTokens {
  const { access_token: accessToken, token_type: type, id_token: idToken } = body;
  const refuse = (code: CriiptoAuthErrorCode, what: string) =>
    withTraceId(new CriiptoAuthError(code, `The token response ${what}`), traceId);
  if (typeof accessToken !== 'string' || accessToken === '')
    throw refuse('provider_response_invalid', 'has no access token');
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer')
    throw refuse('provider_response_invalid', 'is of a type that nobody asked for');
  if (typeof idToken !== 'string' || idToken === '')
    throw refuse('id_token_missing', 'has no ID token');
  return { idToken, accessToken, traceId };
}
