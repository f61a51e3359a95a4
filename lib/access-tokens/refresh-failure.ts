import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import { isFinalForLogin, isIdTokenCode } from '../oidc/validation/id-token-failure.js';

/** What an answer looks like that did not arrive, or not as a whole. */
const PERHAPS_LOST: readonly CriiptoAuthErrorCode[] = [
  'provider_unreachable',
  'provider_timeout',
  'provider_response_invalid',
];

/** Whether the provider may have done what it was asked, and nobody heard of it. */
export function isPerhapsLost(error: unknown): boolean {
  return error instanceof CriiptoAuthError && PERHAPS_LOST.includes(error.code);
}

/** Whether the refresh token is good for nothing any more. */
export function isTokenRejected({ code }: CriiptoAuthError): boolean {
  return code === 'refresh_rejected';
}

/**
 * Whether the login is over: the provider refused to prolong it, or spoke of another one. What may pass, such
 * as a provider that is down or is about to change its keys, ends nothing; nor does what is wrong with our own proof.
 */
export function endsSession(error: CriiptoAuthError): boolean {
  return isTokenRejected(error) || isFinalForLogin(error);
}

/**
 * The error for whoever asked for an access token. An ID token that cannot be verified for now is not theirs to mend:
 * nobody has to log in again, but to try again.
 */
export function forCaller(error: CriiptoAuthError): CriiptoAuthError {
  if (!isIdTokenCode(error.code)) return error;
  return new CriiptoAuthError(
    'refresh_pending',
    'The provider refreshed the tokens, but its ID token cannot be verified for now: the next attempt uses the refresh token that came along',
    { cause: error },
  );
}
