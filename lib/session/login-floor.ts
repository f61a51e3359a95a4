import { saysNo } from '../eid/assurance/age-answer.js';
import { ageFacts, isAnonymous } from '../eid/assurance/age-facts.js';
import { satisfiesAcr } from '../eid/assurance/satisfies-acr.js';
import { isNamedBy } from './login-basis.js';
import type { Authentication } from './session.js';

/**
 * Whether somebody authenticated as every login is asked to, whatever made the session: a proof of an age has to be
 * what is asked for by name.
 */
export function meetsFloor(user: Authentication, acrValues: readonly string[]): boolean {
  if (!isAnonymous(user)) return satisfiesAcr(acrValues, user);
  return isNamedBy(acrValues, user) && !saysNo(ageFacts(user.eid, user.claims));
}
