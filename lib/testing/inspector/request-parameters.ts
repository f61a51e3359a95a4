import { decodeJwt } from '../model/decode-jwt.js';
import type { Exchange, Texts } from '../model/exchange.js';

/** The parameters of a request: of its address, its form, and the signed request in either (RFC 9101). */
export function requestParameters({ query, form }: Exchange): Texts {
  const sent = { ...query, ...form };
  const { iss, sub, aud, iat, exp, nbf, jti, ...signed } = decodeJwt(sent['request'])?.claims ?? {};
  return { ...sent, ...Object.fromEntries(Object.entries(signed).map(asText)) };
}

function asText([name, value]: readonly [string, unknown]): [string, string] {
  return [name, typeof value === 'string' ? value : JSON.stringify(value)];
}
