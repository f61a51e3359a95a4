import type { HttpExchange } from '../http/http-exchange.js';
import { isFramed } from '../http/navigation.js';
import { safeReturnTo } from '../http/return-to.js';
import { absoluteUrl, pageUrl, type Site } from '../options/reading/site.js';
import type { Page } from './pages.js';

/**
 * What a person sees where no browser can be sent to login and come back: the way to a page where it can. Out of a
 * frame leads a link to the same page, or to the one whose form was sent; no login can end inside of it, since
 * browsers keep cookies from frames.
 */
export function refusedPage(exchange: HttpExchange, site: Site): Page {
  const onward = wayOnwardOf(exchange, site);
  if (!isFramed(exchange))
    return {
      title: 'Nothing was done',
      text: 'What you sent needs a login, or a stronger or more recent one. Log in, and send it again.',
      links: [onward],
    };
  return {
    title: 'Please log in',
    text: 'That cannot be done inside of another page.',
    links: [onward],
    isFramed: true,
  };
}

function wayOnwardOf(exchange: HttpExchange, site: Site): Page['links'][number] {
  const same = exchange.method === 'GET' ? safeReturnTo(exchange.url) : undefined;
  if (same !== undefined) return { href: pageUrl(site, same), label: 'Open this page' };
  const before = pageBefore(exchange, site);
  return before === undefined
    ? { href: absoluteUrl(site, '/'), label: 'Home' }
    : { href: before, label: 'Go back' };
}

/** The page of this application that a form was on. */
function pageBefore(exchange: HttpExchange, site: Site): string | undefined {
  const referer = exchange.header('referer') ?? '';
  if (!URL.canParse(referer)) return undefined;
  const { origin, pathname, search } = new URL(referer);
  return origin === site.origin ? origin + pathname + search : undefined;
}
