import type { HttpExchange } from '../http/http-exchange.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { PageSender } from './page-sender.js';

/** Knows the client that a request is for: a page's links lead to that client's routes, and its pages are that client's. */
export abstract class OptionsOfRequest {
  abstract of(exchange: HttpExchange): Pick<ResolvedOptions, 'site' | 'routes'>;

  abstract pagesOf(exchange: HttpExchange): PageSender;
}
