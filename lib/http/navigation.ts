import type { HttpExchange } from './http-exchange.js';
import { JSON_TYPE, mediaTypeOf } from './media-type.js';

/** In which browsers say that nobody has gone there yet. The last two are those of older ones. */
const PURPOSES = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];
const AHEAD = /prefetch|prerender|preview/i;
const FRAMES: readonly string[] = ['iframe', 'frame', 'fencedframe', 'embed', 'object'];

/** Whether a person's browser is going to this page, and so can be sent to login and come back. */
export function isNavigation(exchange: HttpExchange): boolean {
  if (exchange.method !== 'GET' || isPrefetch(exchange)) return false;
  // Browsers say what the answer is for; a frame is no page that a person went to.
  const destination = exchange.header('sec-fetch-dest');
  if (destination !== undefined) return isForDocument(exchange, destination);
  return prefersHtml(exchange) && exchange.header('x-requested-with') === undefined;
}

/** Whether somebody looks before anybody goes there: at the head alone, or in case a person will. It begins nothing, and ends nothing. */
export function isLookAhead(exchange: HttpExchange): boolean {
  return exchange.method === 'HEAD' || isPrefetch(exchange);
}

/** Whether a browser fetches a page, or makes it ready, to which its user has not gone. */
export function isPrefetch(exchange: HttpExchange): boolean {
  for (const name of PURPOSES) if (AHEAD.test(exchange.header(name) ?? '')) return true;
  return false;
}

/** Whether an answer for people should be a page: asked of any method, unlike `isNavigation`. */
export function prefersHtml(exchange: HttpExchange): boolean {
  return exchange.header('accept')?.includes('text/html') ?? false;
}

/** Whether an application's own code asks, and wants data to go on with rather than a page or a redirect. */
export function speaksJson(exchange: HttpExchange): boolean {
  if (postsJson(exchange)) return true;
  const accept = exchange.header('accept') ?? '';
  return accept.includes(JSON_TYPE) && !accept.includes('text/html');
}

export function postsJson(exchange: HttpExchange): boolean {
  return exchange.method === 'POST' && mediaTypeOf(exchange.header('content-type')) === JSON_TYPE;
}

/**
 * Whether no page of another origin asks, not even one of a neighbouring host: ours does, or somebody who is no page
 * at all. By Fetch Metadata, where a browser sends it: a page that hides where it is sends `Origin: null` even to
 * itself. By `Origin` from others.
 */
export function isSameOrigin(exchange: HttpExchange, ownOrigin: string): boolean {
  const site = exchange.header('sec-fetch-site') ?? 'none';
  if (site !== 'none') return site === 'same-origin';
  const origin = exchange.header('origin') ?? ownOrigin;
  return origin === ownOrigin;
}

/** Whether a page asks of which nobody can tell whose it is: it hides where it is, in a browser without Fetch Metadata. */
export function isOfHiddenPage(exchange: HttpExchange): boolean {
  return exchange.header('sec-fetch-site') === undefined && exchange.header('origin') === 'null';
}

/** Whether a page of this site asks, whose requests bring every cookie. Unknown of browsers without Fetch Metadata. */
export function isSameSite(exchange: HttpExchange): boolean {
  return ['same-origin', 'same-site'].includes(exchange.header('sec-fetch-site') ?? '');
}

/** Whether nobody goes to a page by this: it is for a frame of any page, or an image or a script of another site's. */
export function isEmbedded(exchange: HttpExchange): boolean {
  const destination = exchange.header('sec-fetch-dest') ?? 'document';
  if (FRAMES.includes(destination)) return true;
  if (exchange.header('sec-fetch-site') !== 'cross-site') return false;
  return !isForDocument(exchange, destination);
}

/** Whether the answer is shown inside of another page. */
export function isFramed(exchange: HttpExchange): boolean {
  return FRAMES.includes(exchange.header('sec-fetch-dest') ?? '');
}

/** Whether a person sends a form. */
export function isSentForm(exchange: HttpExchange): boolean {
  if (exchange.method !== 'POST' || speaksJson(exchange)) return false;
  const destination = exchange.header('sec-fetch-dest');
  if (destination !== undefined) return isForDocument(exchange, destination) || isFramed(exchange);
  return prefersHtml(exchange) && exchange.header('x-requested-with') === undefined;
}

/** A service worker that passes a navigation on does not tell for what; no script can ask in this mode by itself. */
function isForDocument(exchange: HttpExchange, destination: string): boolean {
  if (destination === 'document') return true;
  return destination === 'empty' && exchange.header('sec-fetch-mode') === 'navigate';
}
