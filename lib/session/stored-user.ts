import { authenticationInstant } from '../eid/claims/authentication-instant.js';
import { CriiptoUser } from '../eid/user/criipto-user.js';
import { sessionClaims } from '../eid/claims/session-claims.js';
import type { StoredUser } from './session-content.js';

/** A user as a session keeps it: without the claims that have no use after the login. Member by member, for speed. */
export function wholeUser(user: CriiptoUser): StoredUser {
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
export function identityOf(user: CriiptoUser): StoredUser {
  const { sub, issuer, eid, acr, level, authenticatedAt } = user;
  const { uuid } = user.claims; // by which MitID knows a person at every level
  return {
    sub,
    issuer,
    eid,
    acr,
    level,
    isTimeAssumed: isTimeAssumed(user),
    authenticatedAt: authenticatedAt.getTime(),
    claims: uuid === undefined ? {} : { uuid },
  };
}

function isTimeAssumed({ claims }: CriiptoUser): StoredUser['isTimeAssumed'] {
  return authenticationInstant(claims) ? undefined : true;
}

export function restoredUser(stored: StoredUser): CriiptoUser {
  return new CriiptoUser({
    ...stored,
    acr: stored.acr,
    level: stored.level,
    authenticatedAt: new Date(stored.authenticatedAt),
  });
}
