import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { KEY_ENCRYPTION } from '../../keys/algorithms.js';
import { kidProblem } from '../../keys/kid.js';
import { decodeSegment, isCompact } from './jws-header.js';

/** The ways to encrypt its content (RFC 7518 section 5). */
export const CONTENT_ENCRYPTION = ['A256GCM', 'A128CBC-HS256', 'A256CBC-HS512'] as const;

/**
 * What an encrypted token says of itself, checked before any key is touched: with other algorithms the
 * work, or the size of the result, would be for its sender to choose (RFC 8725 section 3.2).
 *
 * @throws {CriiptoAuthError} `id_token_not_encrypted`, `id_token_too_large`, `id_token_malformed`,
 *   `id_token_decryption_failed`.
 */
export function readJweHeader(
  token: string,
  maxSize: number,
): { readonly kid: string | undefined } {
  if (token.length > maxSize)
    throw refused('id_token_too_large', `is larger than ${maxSize} bytes`);
  if (!isEncrypted(token))
    throw refused('id_token_not_encrypted', 'is not encrypted, though that was agreed');
  if (!isCompact(token))
    throw refused('id_token_malformed', 'is no encrypted token in compact form');
  const { alg, enc, zip, crit, cty, kid } = decodeSegment(token.slice(0, token.indexOf('.')));
  if (alg !== KEY_ENCRYPTION)
    throw unacceptable(`a key that is not encrypted with ${KEY_ENCRYPTION}`);
  if (!CONTENT_ENCRYPTION.some((taken) => taken === enc))
    throw unacceptable(`content that is not encrypted with ${CONTENT_ENCRYPTION.join(' or ')}`);
  if (zip !== undefined) throw unacceptable('compressed content');
  if (crit !== undefined) throw unacceptable('an extension that must be understood');
  // RFC 7519 section 5.2: what is inside is a signed token.
  if (cty !== undefined && !(typeof cty === 'string' && cty.toUpperCase() === 'JWT'))
    throw unacceptable('something else than a token inside');
  if (kid !== undefined && typeof kid !== 'string')
    throw unacceptable('a key that is named by something that is no text');
  const misnamed = kid ? kidProblem(kid) : undefined;
  if (misnamed !== undefined) throw refused('id_token_decryption_failed', misnamed);
  return { kid };
}

/** By its form (RFC 7516 section 9). */
export function isEncrypted(token: string): boolean {
  return token.split('.').length === 5;
}

function unacceptable(what: string): CriiptoAuthError {
  return refused('id_token_decryption_failed', `has ${what}`);
}

function refused(
  code: ConstructorParameters<typeof CriiptoAuthError>[0],
  what: string,
): CriiptoAuthError {
  return new CriiptoAuthError(code, `The token ${what}`);
}
