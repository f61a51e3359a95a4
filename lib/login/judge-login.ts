import { type AgeAnswer, answerOf, saysNo } from '../eid/assurance/age-answer.js';
import { type AgeFacts, isAnonymous } from '../eid/assurance/age-facts.js';
import { agesAsked } from '../eid/assurance/age-request.js';
import { asksForAge } from '../eid/assurance/identity-asked.js';
import { satisfiesAcr } from '../eid/assurance/satisfies-acr.js';
import { isAtLeast } from '../eid/claims/assurance-level.js';
import type { CriiptoUser } from '../eid/user/criipto-user.js';
import { isSamePerson } from '../eid/user/same-person.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { notePageFacts } from '../errors/page-facts.js';
import { isNamedBy, type LoginBasis } from '../session/login-basis.js';
import type { AgePurpose, AsGoodAs, LoginPurpose, RulePurpose } from './login-purpose.js';

/** What a login was asked for, and what it told of the age. */
export interface LoginFacts {
  readonly purpose: LoginPurpose | undefined;
  readonly scope: string;
  /** What signed claims tell. */
  readonly age: AgeFacts | undefined;
  /** Those of the option, which make a login of what they name. */
  readonly acrValues: readonly string[];
  /** Seconds since the epoch. */
  readonly now: number;
}

/**
 * What a login is good for, now that it has come back as asked.
 *
 * @throws {CriiptoAuthError} `age_too_low` where an age is what users log in by, and it says no; `acr_not_satisfied`
 *   when it does not tell the age that was asked for, or tells one in place of who it is.
 */
export function judgeLogin(user: CriiptoUser, facts: LoginFacts): LoginBasis {
  const { purpose, age, acrValues } = facts;
  if (purpose?.for === 'age') {
    assertAnswered(facts, purpose);
    return { madeFor: 'proof', age, owner: purpose.owner };
  }
  if (isAnonymous(user)) {
    if (!isNamedBy(acrValues, user)) return { madeFor: 'proof', age };
    assertAskedFor(user, facts);
    assertReached(facts);
  }
  // Of a login that was begun before the upgrade nobody knows what it was for.
  return purpose?.for === 'login'
    ? { madeFor: 'login', age }
    : basisOfRule(user, purpose ?? { for: 'rule' }, age);
}

function basisOfRule(
  user: CriiptoUser,
  { asGoodAs, before }: RulePurpose,
  age: AgeFacts | undefined,
): LoginBasis {
  return {
    madeFor: asGoodAs && isAsGoodAs(asGoodAs, user) ? 'login' : 'rule',
    age,
    isOtherIdentity: before && !isSamePerson(before, user) ? true : undefined,
  };
}

function isAsGoodAs({ acr, level }: AsGoodAs, user: CriiptoUser): boolean {
  if (acr === undefined || !satisfiesAcr([acr], user)) return false;
  return level === undefined || isAtLeast(user.level, level);
}

/** Or the browser would be sent to prove it again and again. Users could have edited the URL to prove less, or elsewhere. */
function assertAnswered({ age, now }: LoginFacts, { years, country }: AgePurpose): void {
  const isThere = country === undefined || age?.country === undefined || age.country === country;
  if (age && isThere && answerOf(age, years, now) !== 'unknown') return;
  throw new CriiptoAuthError(
    'acr_not_satisfied',
    `The proof does not tell whether the user is ${years}${country === undefined ? '' : ` in ${country}`}`,
  );
}

/** Users could have edited the URL to tell an age in place of who they are, by an eID that tells either. */
function assertAskedFor({ acr = '' }: CriiptoUser, { scope }: LoginFacts): void {
  if (asksForAge(acr) || agesAsked(scope).length > 0) return;
  throw new CriiptoAuthError(
    'acr_not_satisfied',
    'The login tells an age, for which nobody asked, and not who it is',
  );
}

function assertReached(facts: LoginFacts): void {
  const answer = answerToScope(facts);
  if (answer === 'no' || saysNo(facts.age)) throw tooYoung(facts.scope);
  if (answer === 'unknown')
    throw new CriiptoAuthError(
      'acr_not_satisfied',
      'The login does not tell the age that was asked for',
    );
}

function tooYoung(scope: string): CriiptoAuthError {
  const error = new CriiptoAuthError(
    'age_too_low',
    'The user has not reached the age that was asked for',
  );
  const asked = agesAsked(scope);
  if (asked.length > 0) notePageFacts(error, { years: Math.min(...asked) });
  return error;
}

/** Of several ages that were asked for, the lowest makes a login: which of them was reached is the application's to ask. */
function answerToScope({ age, scope, now }: LoginFacts): AgeAnswer {
  if (!age) return 'unknown';
  const asked = agesAsked(scope);
  return asked.length === 0 ? 'yes' : answerOf(age, Math.min(...asked), now);
}
