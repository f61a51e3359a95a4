import type { JsonObject } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';

const FARTHEST_TIME = 253_402_300_800; // the year 10000

export interface TokenClock {
  /** Seconds since the epoch. */
  readonly now: number;
  /** Seconds that the provider's clock may be off. */
  readonly clockTolerance: number;
}

/**
 * Checks `exp`, `iat` and `nbf` (RFC 7519 section 4.1): a token has to tell when it was made and when it
 * ends. Returns until when it is good, in seconds since the epoch, the tolerance included.
 *
 * @throws {CriiptoAuthError} `id_token_expired`, `id_token_not_yet_valid`, `id_token_claim_invalid`.
 */
export function assertTimely(claims: JsonObject, { now, clockTolerance }: TokenClock): number {
  const expiresAt = requiredTime(claims, 'exp');
  const issuedAt = requiredTime(claims, 'iat');
  const notBefore = claims['nbf'] === undefined ? issuedAt : requiredTime(claims, 'nbf');
  const goodUntil = expiresAt + clockTolerance;
  if (goodUntil <= now) refuse('id_token_expired', `expired ${Math.round(now - expiresAt)} s ago`);
  const ahead = Math.max(issuedAt, notBefore) - now;
  if (ahead > clockTolerance) {
    refuse(
      'id_token_not_yet_valid',
      `is from the future: the provider's clock is ${Math.round(ahead)} s ahead of this machine's`,
    );
  }
  return goodUntil;
}

/**
 * The claim of this name as seconds since the epoch.
 *
 * @throws {CriiptoAuthError} `id_token_claim_invalid`.
 */
export function requiredTime(claims: JsonObject, name: string): number {
  const value = claims[name];
  const isTime = typeof value === 'number' && value >= 0 && value < FARTHEST_TIME;
  return isTime ? value : refuse('id_token_claim_invalid', `has no usable \`${name}\``);
}

function refuse(code: CriiptoAuthErrorCode, what: string): never {
  throw new CriiptoAuthError(code, `The token ${what}`);
}
