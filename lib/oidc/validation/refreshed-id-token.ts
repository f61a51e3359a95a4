import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';
import type { IdTokenClaims } from './id-token.js';

/** What the ID token of a login said, and those that come with its refreshes have to say again. Times are seconds since the epoch. */
export interface OriginalLogin {
  readonly sub: string;
  /** `iat` of its latest ID token. */
  readonly issuedAt: number;
  readonly authTime?: number;
  readonly nonce?: string;
  readonly azp?: string;
}

/** What to remember of a login whose tokens may be refreshed. */
export function originalLogin(claims: IdTokenClaims): OriginalLogin {
  const { sub, iat, auth_time: authTime, nonce, azp } = claims;
  return {
    sub,
    issuedAt: Number(iat), // a number, or the token was refused
    ...(typeof authTime === 'number' ? { authTime } : {}),
    ...(typeof nonce === 'string' ? { nonce } : {}),
    ...(typeof azp === 'string' ? { azp } : {}),
  };
}

/**
 * Checks that a refresh speaks of the login that it is to prolong (OpenID Connect Core section 12.2): the
 * same user, the same authentication, and nothing older than is known, but for clocks that differ.
 *
 * @param clockTolerance seconds that the clocks of the provider's own machines may differ.
 * @throws {CriiptoAuthError} `id_token_subject_mismatch`, `id_token_azp_mismatch`, `id_token_claim_invalid`.
 */
export function assertSameLogin(
  claims: IdTokenClaims,
  original: OriginalLogin,
  clockTolerance: number,
): void {
  const { sub, azp, iat, auth_time: authTime } = claims;
  if (sub !== original.sub) refuse('id_token_subject_mismatch', 'is about another user');
  if (azp !== original.azp) refuse('id_token_azp_mismatch', 'has another `azp` than the first one');
  if (Number(iat) < original.issuedAt - clockTolerance)
    refuse('id_token_claim_invalid', 'is older than the one before it');
  if (authTime !== undefined && !isSameTime(authTime, original))
    refuse('id_token_claim_invalid', 'tells of another authentication');
}

/** Where the first one did not tell the time, all that is known is that it was not after that token. */
function isSameTime(authTime: unknown, { authTime: told, issuedAt }: OriginalLogin): boolean {
  if (told !== undefined) return authTime === told;
  return typeof authTime === 'number' && authTime <= issuedAt;
}

function refuse(code: CriiptoAuthErrorCode, what: string): never {
  throw new CriiptoAuthError(code, `The ID token of a refresh ${what}`);
}
