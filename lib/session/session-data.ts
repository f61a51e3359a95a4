import { isAnonymous } from '../eid/assurance/age-facts.js';
import { authenticationInstant } from '../eid/claims/authentication-instant.js';
import { text } from '../eid/claims/claim-values.js';
import { sessionClaims } from '../eid/claims/session-claims.js';
import type { AssuranceLevel } from '../eid/eid-profile.js';
import type { CriiptoUser, CriiptoUserParts } from '../eid/user/criipto-user.js';
import { lastingIds } from '../eid/user/same-person.js';
import type { AgeProof } from './age-proof.js';
import { basisOf, type LoginBasis } from './login-basis.js';
import type { SessionTokens } from './session.js';

// Sealed with these names: an upgrade ends every session of which one is changed.

/**
 * What is kept of a session, in a cookie or in a store. Times are seconds since the epoch, but milliseconds for
 * `authenticatedAt`.
 */
export interface SessionData {
  readonly user: UserData;
  /** What `mapUser` made of the user, if it made something else. */
  readonly mapped?: unknown;
  readonly createdAt: number;
  readonly seenAt: number;
  /** Missing in a session of 0.1.0. */
  readonly basis?: SessionBasis;
  /** In a store alone: what was proved meanwhile, and makes no login. */
  readonly ageProof?: AgeProof;
}

/** What made a session, and what is known by it of the age of its user. */
export interface SessionBasis {
  /** Where no rule says what it takes, one of a `login` counts, and one for a `rule` if it is as every login has to be. */
  readonly madeFor: 'login' | 'rule';
  readonly age?: LoginBasis['age'];
}

/** What a store keeps of a session. */
export interface SessionRecord {
  readonly content: SessionData;
  readonly origin: SessionOrigin;
  /** What was kept of the login's tokens, if anything was. */
  readonly tokens?: SessionTokens;
}

/** What the ID token says of the session at the provider. */
export interface SessionOrigin {
  /** The provider's own name of its session. */
  readonly sid?: string;
  /** When the ID token was made, by the provider's clock. Seconds since the epoch. */
  readonly issuedAt: number;
}

/** JSON leaves out what is `undefined`. */
type UserData = Omit<CriiptoUserParts, 'authenticatedAt' | 'acr' | 'level'> & {
  readonly acr?: string | undefined;
  readonly level?: AssuranceLevel | undefined;
  readonly authenticatedAt: number;
  /** Nobody told when the user authenticated: the time above is that of the login. */
  readonly isTimeAssumed?: true | undefined;
};

/** Of a session that begins now, with what the application made of the user. */
export function sessionData(user: CriiptoUser, mapped: unknown, now: number): SessionData {
  const facts = { createdAt: now, seenAt: now, basis: sessionBasis(user) };
  return mapped === user
    ? { user: wholeUser(user), ...facts }
    : { user: identityOf(user), mapped, ...facts };
}

/** A user whom the application brings comes of a login of its own. An age is one for as long as the options name it. */
function sessionBasis(user: CriiptoUser): SessionBasis {
  const { madeFor, age } = basisOf(user) ?? {};
  const hasToSatisfy = madeFor === 'rule' || isAnonymous(user);
  return { madeFor: hasToSatisfy ? 'rule' : 'login', ...(age ? { age } : {}) };
}

/** A user who did not come from an ID token, as in a login of the application's own, has no other time. */
export function originOf({ claims }: CriiptoUser, now: number): SessionOrigin {
  const { iat } = claims;
  const sid = text(claims, 'sid');
  return { issuedAt: typeof iat === 'number' ? iat : now, ...(sid === undefined ? {} : { sid }) };
}

/** When a session ends that is not used again. Seconds since the epoch. */
export function endOf(
  { seenAt, createdAt }: Pick<SessionData, 'seenAt' | 'createdAt'>,
  { idle, absolute }: { readonly idle: number; readonly absolute: number },
): number {
  return Math.min(seenAt + idle, createdAt + absolute);
}

/** Without the claims that have no use after the login. Member by member, for speed. */
function wholeUser(user: CriiptoUser): UserData {
  const { sub, issuer, eid, acr, level, authenticatedAt } = user;
  const { name, givenName, familyName, birthdate, country, nationalId } = user;
  return {
    sub,
    issuer,
    eid,
    acr,
    level,
    name,
    givenName,
    familyName,
    birthdate,
    country,
    nationalId,
    isTimeAssumed: isTimeAssumed(user),
    claims: sessionClaims(user.claims),
    authenticatedAt: authenticatedAt.getTime(),
  };
}

/** Who it is and how they authenticated: enough beside a user of the application's own. */
function identityOf(user: CriiptoUser): UserData {
  const { sub, issuer, eid, acr, level, authenticatedAt } = user;
  return {
    sub,
    issuer,
    eid,
    acr,
    level,
    isTimeAssumed: isTimeAssumed(user),
    authenticatedAt: authenticatedAt.getTime(),
    claims: lastingIds(user.claims),
  };
}

function isTimeAssumed({ claims }: CriiptoUser): UserData['isTimeAssumed'] {
  return authenticationInstant(claims) ? undefined : true;
}
