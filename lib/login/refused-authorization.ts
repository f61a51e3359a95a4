import type { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { retold } from '../errors/retold.js';
import { authorizationError } from '../oidc/authorization/authorization-error.js';
import {
  isExpiredRequest,
  saysThatItIsOver,
  unknownRequest,
} from '../oidc/authorization/authorization-response.js';
import type { LoginTransaction } from './login-transactions.js';

/**
 * An error that the provider sent the browser back with.
 *
 * @param now seconds since the epoch.
 */
export function refusedAuthorization(
  error: string,
  description: string | undefined,
  transaction: Pick<LoginTransaction, 'pushedUntil' | 'traceId'>,
  now: number,
): CriiptoAuthError {
  const refusal = expiredOrUnknown(authorizationError(error), description, transaction, now);
  return retold(refusal, { description, traceId: transaction.traceId });
}

/**
 * A pushed request that is unknown while it should be good is not one that was over, unless the provider says that it
 * was.
 *
 * @param now seconds since the epoch.
 */
export function expiredOrUnknown(
  refusal: CriiptoAuthError,
  description: string | undefined,
  { pushedUntil = 0 }: Pick<LoginTransaction, 'pushedUntil'> = {},
  now: number,
): CriiptoAuthError {
  const left = pushedUntil - now;
  const isUnknown = isExpiredRequest(refusal) && left > 0 && !saysThatItIsOver(description);
  return isUnknown ? unknownRequest(left) : refusal;
}
