import type { JsonObject } from '../common/json.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { isSubject } from '../oidc/validation/issuer-and-audience.js';
import { assertTimely, type TokenClock } from '../oidc/validation/token-times.js';

export interface BearerExpectations extends TokenClock {
  readonly issuer: string;
  /** One of these has to be in `aud`. */
  readonly audience: readonly string[];
}

/**
 * Checks the claims of a token that the provider signed (RFC 9068 section 4, RFC 8725 section 3). Returns
 * until when it is good, in seconds since the epoch.
 *
 * @throws {CriiptoAuthError} `bearer_token_invalid`, `id_token_expired`, `id_token_not_yet_valid`,
 *   `id_token_claim_invalid`.
 */
export function checkBearerClaims(claims: JsonObject, expected: BearerExpectations): number {
  const { iss, aud, sub, cnf, events } = claims;
  if (iss !== expected.issuer) throw invalid('is from another issuer');
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!expected.audience.some((own) => audiences.includes(own)))
    throw invalid('is not for this API');
  if (!isSubject(sub)) throw invalid('has no usable `sub`');
  // Such as a logout token, which else looks like an ID token: RFC 8417 section 4.
  if (events !== undefined) throw invalid('tells of an event, and is good for nothing else');
  // RFC 9449 section 7.2: whoever stole it could send it so.
  if (cnf !== undefined) throw invalid('is bound to a key, and comes without a proof of it');
  return assertTimely(claims, expected);
}

/** The scopes of a token (RFC 8693 section 4.2). */
export function scopesOf({ scope }: JsonObject): readonly string[] {
  return typeof scope === 'string' ? scope.split(' ') : [];
}

function invalid(what: string): CriiptoAuthError {
  return new CriiptoAuthError('bearer_token_invalid', `The token ${what}`);
}
