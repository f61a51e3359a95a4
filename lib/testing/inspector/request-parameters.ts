import { decodeJwt } from '../model/decode-jwt.js';
import type { Exchange, Texts } from '../model/exchange.js';

/** The claims of a signed request that are about itself, and no parameters. */
export const OWN_CLAIMS = ['iss', 'sub', 'aud', 'iat', 'exp', 'nbf', 'jti'];

/** The parameters of a request: of its address, its form, and the signed request in either (RFC 9101). */
export function requestParameters({ query, form }: Exchange): Texts {
  const sent = { ...query, ...form };
  const signed = Object.entries(decodeJwt(sent['request'])?.claims ?? {});
  const parameters = signed.filter(([name]) => !OWN_CLAIMS.includes(name));
  return { ...sent, ...Object.fromEntries(parameters.map(asText)) };
}

function asText([name, value]: readonly [string, unknown]): [string, string] {
  return [name, typeof value === 'string' ? value : JSON.stringify(value)];
}
