import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { type Caller, timesSent } from '../http/caller.js';
import { type HttpExchange, queryOf } from '../http/http-exchange.js';
import { mediaTypeOf } from '../http/media-type.js';

const BEARER = /^bearer(?: |$)/i;
/** RFC 6750 section 2.1. */
const B64TOKEN = /^bearer +([\w\-.~+/]+=*) *$/i;

/**
 * The token that came in the `Authorization` header, if one did (RFC 6750 section 2.1). It is taken from
 * nowhere else: what is in a URL ends in logs and in histories.
 *
 * @throws {CriiptoAuthError} `bearer_request_malformed` when a token comes in the query or in a form, more
 *   than one way, or is none by its form.
 */
export function sentToken(caller: Caller, exchange: HttpExchange | undefined): string | undefined {
  if (exchange && queryOf(exchange).has('access_token')) throw malformed('in the query');
  if (isInForm(caller)) throw malformed('in a form');
  if (timesSent(caller, 'authorization') > 1) throw malformed('in more than one header');
  const header = caller.headers['authorization']?.toString();
  if (header === undefined || !BEARER.test(header)) return undefined;
  const token = B64TOKEN.exec(header)?.[1];
  if (token === undefined) throw malformed('in a form that no token has');
  return token;
}

/** As far as the application's body parser read one. */
function isInForm({ headers, body }: Caller): boolean {
  if (mediaTypeOf(headers['content-type']?.toString()) !== 'application/x-www-form-urlencoded')
    return false;
  return typeof body === 'object' && body !== null && 'access_token' in body;
}

function malformed(where: string): CriiptoAuthError {
  return new CriiptoAuthError(
    'bearer_request_malformed',
    `The token comes ${where}: send it once, as \`Authorization: Bearer …\``,
  );
}
