import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';
import { oauthError } from '../messages/oidc-error.js';
import { EXPIRED_REQUEST, expiredRequest } from './authorization-response.js';

/** What a provider that may not ask the user answers (OpenID Connect Core section 3.1.2.6). */
const ASKS_FOR: ReadonlyMap<string, CriiptoAuthErrorCode> = new Map([
  ['login_required', 'login_required'],
  ['interaction_required', 'login_interaction_required'],
  ['consent_required', 'login_consent_required'],
  ['account_selection_required', 'login_account_selection_required'],
]);

/** What the provider's `error` in a callback means (RFC 6749 section 4.1.2.1). */
export function authorizationError(error: string): CriiptoAuthError {
  if (error === 'access_denied')
    return new CriiptoAuthError(
      'login_cancelled',
      'The user cancelled at the eID, or was refused there',
    );
  if (error === 'temporarily_unavailable') return oauthError(error);
  if (error === EXPIRED_REQUEST) return expiredRequest();
  const code = ASKS_FOR.get(error) ?? 'login_refused_by_provider';
  return new CriiptoAuthError(code, oauthError(error).message);
}
