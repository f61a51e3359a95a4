import { nobodyMayKeep } from './cache-control.js';
import type { HttpExchange } from './http-exchange.js';
import { isFramed, prefersHtml } from './navigation.js';

/** After a logout a browser shows no page again, and asks anew for all else. */
const PAGE = 'private, no-store';
const DATA = 'private, no-cache';

/**
 * Says what caches may do with an answer for one user, before a handler runs: what the handler says goes. What was
 * said before does not, unless it lets nobody keep the answer. `false` says nothing.
 */
export function limitCaching(
  exchange: HttpExchange,
  cacheControl: string | false | undefined,
): void {
  if (cacheControl === false) return;
  const said = exchange.headerSet?.('Cache-Control');
  const isStrict = said !== undefined && nobodyMayKeep(said);
  const byDefault = becomesPage(exchange) ? PAGE : DATA;
  // Said once more, for all: networks may have been told otherwise.
  exchange.setHeader('Cache-Control', isStrict ? said : (cacheControl ?? byDefault));
}

/**
 * Whether a browser shows the answer as a page, in a frame or after a form too, and so may show it again when
 * somebody goes back.
 */
function becomesPage(exchange: HttpExchange): boolean {
  if (exchange.header('sec-fetch-mode') === 'navigate') return true;
  const destination = exchange.header('sec-fetch-dest');
  if (destination === undefined) return prefersHtml(exchange);
  return destination === 'document' || isFramed(exchange);
}
