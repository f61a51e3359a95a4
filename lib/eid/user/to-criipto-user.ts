import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { achievedLevel, type Asking } from '../claims/assurance-level.js';
import { authenticationInstant } from '../claims/authentication-instant.js';
import { text } from '../claims/claim-values.js';
import { eidOf } from '../claims/eid-of-claims.js';
import { normaliseClaims } from '../claims/normalise-claims.js';
import { CriiptoUser } from './criipto-user.js';
import { personOf } from './person-of-claims.js';

export interface LoginContext {
  /** The issuer whose token was validated. */
  readonly issuer: string;
  /** When the login ended: taken when the token doesn't tell when the person authenticated. */
  readonly authenticatedAt: Date;
  /** How the login was asked for, where that is known. */
  readonly asking?: Asking;
}

/**
 * Turns validated claims, of Criipto or of any OpenID provider, into the user.
 * @throws {CriiptoAuthError} `id_token_claim_invalid` when there is no `sub`
 */
export function toCriiptoUser(
  claims: Readonly<Record<string, unknown>>,
  context: LoginContext,
): CriiptoUser {
  const normalised = normaliseClaims(claims);
  const sub = text(normalised, 'sub');
  if (sub === undefined) {
    throw new CriiptoAuthError('id_token_claim_invalid', 'The claims name no subject (`sub`).');
  }
  // Criipto sends no `acr` claim: `authenticationtype` holds the acr value that was used.
  const acr = text(normalised, 'authenticationtype') ?? text(normalised, 'acr');
  const eid = eidOf(acr, normalised);
  return new CriiptoUser({
    sub,
    issuer: context.issuer,
    eid,
    acr,
    level: achievedLevel(eid, acr, normalised, context.asking),
    authenticatedAt: authenticationInstant(normalised) ?? context.authenticatedAt,
    claims: normalised,
    ...personOf(eid, normalised),
  });
}
