import type { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import { pageFactsOf } from '../errors/page-facts.js';
import { askedReturnTo } from '../http/asked-return-to.js';
import { type HttpExchange, pathOf, queryOf } from '../http/http-exchange.js';
import { safeReturnTo } from '../http/return-to.js';
import type { PageLabel } from '../languages/page-texts.js';
import { isCallback } from '../oidc/authorization/authorization-response.js';
import { comesBack } from '../oidc/authorization/login-leg.js';
import { lateCallbackPath, type Routes } from '../options/sections/routes-options.js';

interface Way {
  /** Of this application. */
  readonly path: string;
  readonly label: PageLabel;
}

const MENDED_BY_LOGIN: ReadonlySet<CriiptoAuthErrorCode> = new Set([
  'refresh_rejected',
  'session_ended',
  'access_token_missing',
  'access_token_expired',
]);

/** The login goes on elsewhere, another person would log in over the session, or nobody gets older by it. */
const NOT_BY_LOGIN: ReadonlySet<CriiptoAuthErrorCode> = new Set([
  'age_too_low',
  'callback_empty',
  'user_mismatch',
]);

/**
 * What an error page offers beside the way home, which has to be what it says: a login that was asked for by a page
 * is begun again by that page, with all that it demands; a page that could not be shown is asked for again; and only
 * what went wrong with a login leads to the login route.
 */
export function wayOnward(
  error: CriiptoAuthError,
  exchange: HttpExchange,
  routes: Routes,
): readonly Way[] {
  const { login } = routes;
  const back = safeReturnTo(pageFactsOf(error).wayBack);
  if (back !== undefined) return [{ path: back, label: 'go_back' }];
  if (isMendedByLogin(error)) return login ? [{ path: login.path, label: 'log_in' }] : [];
  if (NOT_BY_LOGIN.has(error.code)) return [];
  if (error.code === 'company_required') return companyLogin(exchange);
  const again = samePage(error, exchange, routes) ?? loginAgain(error, exchange, routes);
  return again === undefined ? [] : [{ path: again, label: 'try_again' }];
}

/** The page that demanded it sends a browser to log in so. */
function companyLogin({ method, url }: HttpExchange): readonly Way[] {
  const page = method === 'GET' ? safeReturnTo(url) : undefined;
  return page === undefined ? [] : [{ path: page, label: 'log_in' }];
}

/** Whether a login mends it, wherever it is met. */
export function isMendedByLogin({ code }: CriiptoAuthError): boolean {
  return MENDED_BY_LOGIN.has(code);
}

/** What may pass, where it was met. A callback is good once. */
function samePage(
  { retryable }: CriiptoAuthError,
  exchange: HttpExchange,
  routes: Routes,
): string | undefined {
  const isRepeatable = exchange.method === 'GET' && !comesBack(exchange, routes);
  return retryable && isRepeatable ? safeReturnTo(exchange.url) : undefined;
}

/** Where a login was begun or came back, by whichever method: another one leads to the page that this one was for. */
function loginAgain(
  error: CriiptoAuthError,
  exchange: HttpExchange,
  routes: Routes,
): string | undefined {
  const { login } = routes;
  if (!login) return undefined;
  const isBegun = pathOf(exchange).endsWith(login.path);
  if (!isBegun && !isBack(exchange, routes)) return undefined;
  const wanted = pageFactsOf(error).wantedPage ?? (isBegun ? askedReturnTo(exchange) : undefined);
  const returnTo = safeReturnTo(wanted);
  return returnTo === undefined
    ? login.path
    : `${login.path}?returnTo=${encodeURIComponent(returnTo)}`;
}

function isBack(exchange: HttpExchange, routes: Routes): boolean {
  const isLate = pathOf(exchange).endsWith(lateCallbackPath(routes.callback));
  return isLate || comesBack(exchange, routes) || isCallback(queryOf(exchange));
}
