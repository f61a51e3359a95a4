import type { HttpExchange } from '../http/http-exchange.js';
import type { ResolvedOptions } from '../options/resolved-options.js';

/** Knows the options of the client that a request is for: a page's links lead to that client's routes. */
export abstract class OptionsOfRequest {
  abstract of(exchange: HttpExchange): Pick<ResolvedOptions, 'site' | 'routes'>;
}
