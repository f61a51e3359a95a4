import { type HttpExchange, queryOf } from './http-exchange.js';

/** A path that was put into the query as it is: who writes `+` for a space encodes slashes too. */
const AS_IT_IS = /[?&]returnTo=\/[^&]*/g;

/** The `returnTo` of a query, if there is one and no more: wherever it leads. */
export function askedReturnTo({ url }: Pick<HttpExchange, 'url'>): string | undefined {
  const kept = url.replaceAll(AS_IT_IS, (path) => path.replaceAll('+', '%2B'));
  const values = queryOf({ url: kept }).getAll('returnTo');
  return values.length === 1 ? values[0] : undefined;
}
