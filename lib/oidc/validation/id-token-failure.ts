import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';

type IdTokenCode = Extract<CriiptoAuthErrorCode, `id_token_${string}`>;

/**
 * What it means for a login that goes on when the ID token of a refresh is refused so. `final`: the provider, or
 * whoever answers in its place, speaks of another user, client or login, or what it says was tampered with. `passing`:
 * nothing is said against the login, and the next ID token may be right: the provider is about to change its keys,
 * a clock is wrong, or one side is set up otherwise than the other.
 */
const MEANING: Readonly<Record<IdTokenCode, 'final' | 'passing'>> = {
  id_token_missing: 'passing', // a refresh need not bring one
  id_token_malformed: 'final',
  id_token_too_large: 'passing', // by an option, `idToken.maxSize`
  id_token_not_encrypted: 'passing', // by an option here, and a setting of the provider's
  id_token_decryption_failed: 'passing', // by our keys, and by those that the provider knows
  id_token_type_unexpected: 'final',
  id_token_algorithm_unexpected: 'passing', // by an option here, and a setting of the provider's
  id_token_key_unknown: 'passing', // a key that is in use before it is published everywhere
  id_token_signature_invalid: 'final',
  id_token_issuer_mismatch: 'final',
  id_token_audience_mismatch: 'final',
  id_token_subject_mismatch: 'final',
  id_token_azp_mismatch: 'final',
  id_token_expired: 'passing', // by a clock
  id_token_not_yet_valid: 'passing', // by a clock
  id_token_nonce_mismatch: 'final',
  id_token_request_mismatch: 'final',
  id_token_at_hash_mismatch: 'final',
  id_token_claim_invalid: 'final',
};

/**
 * Whether an ID token was refused for what it says, so that another one will not help. Anything else that keeps one
 * from being verified, such as keys that cannot be had, may pass.
 */
export function isFinalForLogin(error: unknown): boolean {
  return error instanceof CriiptoAuthError && isIdTokenCode(error.code)
    ? MEANING[error.code] === 'final'
    : false;
}

export function isIdTokenCode(code: CriiptoAuthErrorCode): code is IdTokenCode {
  return Object.hasOwn(MEANING, code);
}
