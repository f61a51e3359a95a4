import { type HttpExchange, pathOf, queryOf } from '../../http/http-exchange.js';
import { asRouted } from '../../http/return-to.js';
import type { Routes } from '../../options/sections/routes-options.js';

/**
 * Whether a browser comes back from the provider, even if it comes with nothing. That follows from the route. Only at
 * one that the options name neither for the login nor for the callback it follows from an answer in the query.
 */
export function comesBack(exchange: HttpExchange, { login, callback }: Routes): boolean {
  const path = asRouted(pathOf(exchange));
  const [ofLogin, ofCallback] = [lengthAtEnd(path, login?.path), lengthAtEnd(path, callback.path)];
  return ofLogin === ofCallback ? hasAnswer(queryOf(exchange)) : ofCallback > ofLogin;
}

/** How much of a path a route is: something may stand before it. The longer of two is the route. */
function lengthAtEnd(path: string, route: string | undefined): number {
  return route !== undefined && path.endsWith(asRouted(route)) ? route.length : 0;
}

/** RFC 6749 section 4.1.2. Any page may have a `code`, an `error` or a `state` of its own in its address. */
function hasAnswer(query: URLSearchParams): boolean {
  return query.has('state') && (query.has('code') || query.has('error'));
}
