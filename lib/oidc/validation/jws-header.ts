import { isUtf8 } from 'node:buffer';

import { isJsonObject, type JsonObject, parseJson } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { SigningAlgorithm } from '../../keys/algorithms.js';
import { kidProblem } from '../../keys/kid.js';

export interface JwtExpectations {
  readonly alg: SigningAlgorithm;
  /** Bytes. */
  readonly maxSize: number;
  /** The `typ` that it may have, in lower case, or none. @default 'jwt' or none, as ID tokens have it */
  readonly types?: readonly (string | undefined)[];
}

/** Criipto's have `JWT`; OpenID Connect does not ask for any. */
export const ID_TOKEN_TYPES: readonly (string | undefined)[] = ['jwt', undefined];

/**
 * What a signed token says of itself, checked before any key or signature is looked at. Only `alg`,
 * `kid` and `typ` are ever used: `jku`, `jwk`, `x5u` and their kin have no say in which key to trust
 * (RFC 8725 section 3.10).
 */
export function readJwtHeader(
  token: string,
  expected: JwtExpectations,
): { readonly kid: string | undefined } {
  if (token.length > expected.maxSize)
    throw refused('id_token_too_large', `is larger than ${expected.maxSize} bytes`);
  const segments = token.split('.');
  const [first = ''] = segments;
  if (segments.length !== 3) throw refused('id_token_malformed', 'is no signed token');
  const header = decodeSegment(first);
  const { alg, kid, typ } = header;
  // Before the form: of an unsecured token (RFC 7515 appendix A.5), which lacks a segment, it says more.
  if (alg !== expected.alg)
    throw refused('id_token_algorithm_unexpected', `is not signed with ${expected.alg}`);
  if (!segments.every(isBase64url)) throw refused('id_token_malformed', 'is not in compact form');
  // RFC 7515 section 4.1.11: an extension that must be understood, and there is none that we do.
  if ('crit' in header || 'b64' in header)
    throw refused('id_token_malformed', 'demands a JWS extension');
  const type = typeof typ === 'string' ? typ.toLowerCase() : typ;
  if (!(expected.types ?? ID_TOKEN_TYPES).some((allowed) => allowed === type))
    throw refused('id_token_type_unexpected', 'is a token of another type');
  if (kid !== undefined && typeof kid !== 'string')
    throw refused('id_token_malformed', 'names its key by something that is no text');
  const misnamed = kid ? kidProblem(kid) : undefined;
  // No key is called so, and none is fetched for it.
  if (misnamed !== undefined) throw refused('id_token_key_unknown', misnamed);
  return { kid };
}

/** A segment of a token as the JSON object that it must be. */
export function decodeSegment(segment: string): JsonObject {
  const bytes = Buffer.from(segment, 'base64url');
  const content = isUtf8(bytes) ? parseJson(bytes.toString('utf8')) : undefined;
  if (isJsonObject(content)) return content;
  throw refused('id_token_malformed', 'does not hold a JSON object');
}

/** Whether its segments, however many there are, are in compact form (RFC 7515 section 7.1, RFC 7516 section 7.1). */
export function isCompact(token: string): boolean {
  return token.split('.').every(isBase64url);
}

/** Node reads many texts as the same bytes. Only one of them is what an encoder writes. */
function isBase64url(segment: string): boolean {
  return segment !== '' && Buffer.from(segment, 'base64url').toString('base64url') === segment;
}

function refused(
  code: ConstructorParameters<typeof CriiptoAuthError>[0],
  what: string,
): CriiptoAuthError {
  return new CriiptoAuthError(code, `The token ${what}`);
}
