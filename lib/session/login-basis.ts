import { processWide } from '../copies/process-wide.js';
import { type AgeFacts, isAnonymous } from '../eid/assurance/age-facts.js';
import { satisfiesAcr } from '../eid/assurance/satisfies-acr.js';
import type { CriiptoUser } from '../eid/user/criipto-user.js';

/** What a login was for, and what it proved beside who it was. */
export interface LoginBasis {
  /** `rule`: a route asked for it. `proof`: it tells an age, and nobody is logged in by it. */
  readonly madeFor: 'login' | 'rule' | 'proof';
  /** What signed claims tell of the age. */
  readonly age?: AgeFacts | undefined;
  /** Whether somebody else may have been logged in before, as far as can be told, and was allowed to. */
  readonly isOtherIdentity?: true | undefined;
  /** Who was logged in when a proof was asked for, by `personFingerprints()`. */
  readonly owner?: readonly string[] | undefined;
}

type AcrFacts = Pick<CriiptoUser, 'acr' | 'level' | 'eid'>;

/** Out of sight of whoever prints a user, and seen by every copy of this package. */
const BASES = processWide('login-basis', () => new WeakMap<CriiptoUser, LoginBasis>());

/** Notes it on the user who came of the login, from `LoginService#complete` to `SessionService#create`. */
export function noteBasis(user: CriiptoUser, basis: LoginBasis): void {
  BASES.set(user, basis);
}

/** What is known of the login that a user came of; nothing of a user whom the application made. */
export function basisOf(user: CriiptoUser): LoginBasis | undefined {
  return BASES.get(user);
}

/** Whether a user is a proof that makes no session: an age that was asked for in any way but by `login.acrValues`. */
export function isProofAlone(user: CriiptoUser, acrValues: readonly string[]): boolean {
  if (basisOf(user)?.madeFor === 'proof') return true;
  return isAnonymous(user) && !isNamedBy(acrValues, user);
}

/** Whether acr values name an eID, and do not leave it to the user. */
export function isNamedBy(acrValues: readonly string[], user: AcrFacts): boolean {
  return acrValues.length > 0 && satisfiesAcr(acrValues, user);
}
