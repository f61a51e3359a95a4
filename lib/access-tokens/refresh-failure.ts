import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';

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
 * as a provider that is down, ends nothing; nor does what is wrong with our own proof.
 */
export function endsSession(error: CriiptoAuthError): boolean {
  return isTokenRejected(error) || error.code.startsWith('id_token_');
}
