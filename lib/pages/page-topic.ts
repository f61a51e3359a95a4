import type { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import { pageFactsOf } from '../errors/page-facts.js';
import type { PageTopic } from '../languages/page-texts.js';
import { isMendedByLogin } from './way-onward.js';

/** Codes with a page of their own. */
const TOPICS: Readonly<Partial<Record<CriiptoAuthErrorCode, PageTopic>>> = {
  acr_not_satisfied: 'acr_not_satisfied',
  callback_empty: 'callback_empty',
  company_required: 'company_required',
  form_unreadable: 'form_unreadable',
  login_cancelled: 'login_cancelled',
  login_expired: 'login_expired',
  login_unknown: 'login_unknown',
  logout_cross_site: 'logout_cross_site',
  user_mismatch: 'user_mismatch',
  user_refused: 'user_refused',
};

/** What the page of an error is about. */
export function pageTopicOf(error: CriiptoAuthError): PageTopic {
  const { code } = error;
  if (code === 'age_too_low')
    return pageFactsOf(error).years === undefined ? 'age_too_low_unknown' : 'age_too_low';
  // There was a login, and what it brought is good no more.
  if (isMendedByLogin(error)) return 'session_ended';
  const own = TOPICS[code];
  if (own !== undefined) return own;
  if (error.retryable) return 'login_unavailable';
  if (isLasting(error)) return 'login_broken';
  return pageFactsOf(error).wayBack === undefined ? 'login_failed' : 'step_up_failed';
}

/** Whether a fault is none of the user's, and stays until somebody mends it. */
function isLasting({ status, retryable }: CriiptoAuthError): boolean {
  return status >= 500 && !retryable;
}
