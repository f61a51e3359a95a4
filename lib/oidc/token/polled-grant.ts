import type { JsonObject } from '../../common/json.js';
import type { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';
import { retold } from '../../errors/retold.js';
import type { ProviderResponse } from '../client-authentication/provider-requests.js';
import { answerError } from '../messages/oidc-error.js';

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

/** What an answer to a poll means that grants nothing: wait, or an error (CIBA section 11). */
export function readPollRefusal(answer: ProviderResponse): PendingGrant {
  const { body } = answer;
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
export function refusalOf(answer: ProviderResponse): CriiptoAuthError {
  const error = answerError(answer);
  const code = isRefusal(answer) ? REFUSALS.get(answer.body['error']) : undefined;
  return code === undefined ? error : retold(error, { code });
}

function isRefusal({ status }: ProviderResponse): boolean {
  return status >= 400 && status < 500;
}
