import { assertAcr } from '../eid/assurance/assert-acr.js';
import { type ClockComparison, isRecent } from '../eid/assurance/recent-authentication.js';
import { authenticationInstant } from '../eid/claims/authentication-instant.js';
import type { CriiptoUser } from '../eid/user/criipto-user.js';
import { isSamePerson } from '../eid/user/same-person.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';

/** What was asked of a login when it began. */
export interface Assurance {
  readonly acrValues: readonly string[];
  /** Seconds that the authentication may be old. */
  readonly maxAge?: number | undefined;
  /** Who has to come back, by `personFingerprints()`. */
  readonly person?: readonly string[] | undefined;
}

/**
 * Refuses who came back by less than was asked for. A user could have edited the URL to log in with a weaker eID.
 *
 * @throws {CriiptoAuthError} `user_mismatch`, `acr_not_satisfied`, `authentication_too_old`
 */
export function assertAssurance(
  user: CriiptoUser,
  { acrValues, maxAge, person }: Assurance,
  clocks: ClockComparison,
): void {
  if (person !== undefined && !isSamePerson(person, user))
    throw new CriiptoAuthError(
      'user_mismatch',
      'Another person came back than the one who was to prove themselves once more, or the same by another eID',
    );
  assertAcr(acrValues, user);
  if (maxAge !== undefined) assertRecent(user, maxAge, clocks);
}

/** Here the time of the login cannot stand for that of the authentication: the provider has to tell. */
function assertRecent({ claims }: CriiptoUser, maxAge: number, clocks: ClockComparison): void {
  const authenticatedAt = authenticationInstant(claims);
  if (authenticatedAt && isRecent(authenticatedAt, maxAge, clocks)) return;
  const told = authenticatedAt
    ? `The user authenticated at ${authenticatedAt.toISOString()}`
    : 'The provider does not tell when the user authenticated';
  throw new CriiptoAuthError(
    'authentication_too_old',
    `${told}: asked was ${maxAge} s ago at most`,
  );
}
