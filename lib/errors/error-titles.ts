import { type CriiptoAuthErrorCode, ERROR_CODES } from './error-codes.js';

const SESSION_OVER = 'Your session has ended';

/** Where neither "failed" nor "not available" would be true. */
const TITLES: Readonly<Partial<Record<CriiptoAuthErrorCode, string>>> = {
  callback_empty: 'Continue where you began',
  form_unreadable: 'This could not be read',
  user_refused: 'You cannot use this service',
  login_cancelled: 'You cancelled the login',
  logout_cross_site: 'You were not logged out',
  age_too_low: 'You are not old enough for this',
  company_required: 'This requires a login for a company',
  // There was a login, and what it brought is good no more.
  refresh_rejected: SESSION_OVER,
  session_ended: SESSION_OVER,
  access_token_missing: SESSION_OVER,
  access_token_expired: SESSION_OVER,
};

/** What happened, in words for everybody: all that an answer says of an error. */
export function titleOf(code: CriiptoAuthErrorCode): string {
  const { retryable } = ERROR_CODES[code];
  return TITLES[code] ?? (retryable ? 'Login is not available right now' : 'Login failed');
}
