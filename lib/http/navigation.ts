import type { HttpExchange } from './http-exchange.js';

/** Whether a person's browser is going to this page, and so can be sent to login and come back. */
export function isNavigation(exchange: HttpExchange): boolean {
  if (exchange.method !== 'GET' && exchange.method !== 'HEAD') return false;
  if (isPrefetch(exchange)) return false;
  // Browsers say what the answer is for; a frame is no page that a person went to.
  const destination = exchange.header('sec-fetch-dest');
  if (destination !== undefined) return destination === 'document';
  return prefersHtml(exchange) && exchange.header('x-requested-with') === undefined;
}

/** Whether an answer for people should be a page: asked of any method, unlike `isNavigation`. */
export function prefersHtml(exchange: HttpExchange): boolean {
  return exchange.header('accept')?.includes('text/html') ?? false;
}

/** Whether the request may come from another site's page (Fetch Metadata; `Origin` for older browsers). */
export function isCrossSite(exchange: HttpExchange, ownOrigin: string): boolean {
  const site = exchange.header('sec-fetch-site');
  if (site !== undefined) return site === 'cross-site';
  const origin = exchange.header('origin');
  return origin !== undefined && origin !== ownOrigin;
}

/** Whether a page of another site asks for this without taking a person here: for a frame, an image, a script. */
export function isEmbedded(exchange: HttpExchange): boolean {
  const destination = exchange.header('sec-fetch-dest') ?? 'document';
  return destination !== 'document' && exchange.header('sec-fetch-site') === 'cross-site';
}

function isPrefetch(exchange: HttpExchange): boolean {
  const purpose = exchange.header('sec-purpose') ?? exchange.header('purpose');
  return purpose?.includes('prefetch') ?? false;
}
