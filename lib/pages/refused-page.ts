import type { HttpExchange } from '../http/http-exchange.js';
import { isFramed } from '../http/navigation.js';
import { safeReturnTo } from '../http/return-to.js';
import { absoluteUrl, pageUrl, type Site } from '../options/reading/site.js';
import type { PageContent } from './page-sender.js';

/**
 * What a person sees where no browser can be sent to login and come back: the way to a page where it can. Out of a
 * frame leads a link to the same page, or to the one whose form was sent; no login can end inside of it, since
 * browsers keep cookies from frames.
 */
export function refusedPage(exchange: HttpExchange, site: Site): Omit<PageContent, 'status'> {
  const onward = wayOnwardOf(exchange, site);
  if (!isFramed(exchange)) return { topic: 'form_refused', links: [onward] };
  return { topic: 'frame_refused', links: [onward], isFramed: true };
}

function wayOnwardOf(exchange: HttpExchange, site: Site): PageContent['links'][number] {
  const same = exchange.method === 'GET' ? safeReturnTo(exchange.url) : undefined;
  if (same !== undefined) return { href: pageUrl(site, same), label: 'open_page' };
  const before = pageBefore(exchange, site);
  return before === undefined
    ? { href: absoluteUrl(site, '/'), label: 'home' }
    : { href: before, label: 'go_back' };
}

/** The page of this application that a form was on. */
function pageBefore(exchange: HttpExchange, site: Site): string | undefined {
  const referer = exchange.header('referer') ?? '';
  if (!URL.canParse(referer)) return undefined;
  const { origin, pathname, search } = new URL(referer);
  return origin === site.origin ? origin + pathname + search : undefined;
}
