import type { JsonObject } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';

/** Between whom a token has to be. */
export interface Parties {
  readonly issuer: string;
  readonly clientId: string;
}

/**
 * Checks `iss`, `aud` and `azp` (OpenID Connect Core section 3.1.3.7, items 2 to 5). An audience that nobody
 * told us about is a stranger, and is refused.
 *
 * @throws {CriiptoAuthError} `id_token_issuer_mismatch`, `id_token_audience_mismatch`, `id_token_azp_mismatch`.
 */
export function assertIssuedToUs(
  { iss, aud, azp }: JsonObject,
  { issuer, clientId }: Parties,
): void {
  if (iss !== issuer) refuse('id_token_issuer_mismatch', 'is from another issuer');
  const audiences = new Set<unknown>(Array.isArray(aud) ? aud : [aud]);
  if (audiences.size !== 1 || !audiences.has(clientId))
    refuse('id_token_audience_mismatch', 'is not for this client alone');
  if (azp !== undefined && azp !== clientId)
    refuse('id_token_azp_mismatch', 'was issued to another client');
}

function refuse(code: CriiptoAuthErrorCode, what: string): never {
  throw new CriiptoAuthError(code, `The token ${what}`);
}

/** OpenID Connect Core section 2. Other characters may be read as one another by what stores them. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/** Whether the `sub` of a token can name somebody. */
export function isSubject(sub: unknown): sub is string {
  return typeof sub === 'string' && SUBJECT.test(sub);
}
