import { CriiptoUser } from '../eid/user/criipto-user.js';
import type { SessionHandle } from './session-backend.js';
import type { SessionData } from './session-data.js';
import type { Session } from './session.js';

/** A session that came with a request. What it was found by is in it, and seen by nobody who is given it. */
export class FoundSession implements Session {
  readonly user: unknown;
  readonly authentication: CriiptoUser;
  readonly isTimeTold: boolean;
  readonly id?: string;
  readonly #handle: SessionHandle;
  readonly #finder: object;

  constructor(handle: SessionHandle, finder: object) {
    const { data, id } = handle;
    const user = userOf(data);
    this.user = 'mapped' in data ? data.mapped : user;
    this.authentication = user;
    this.isTimeTold = data.user.isTimeAssumed !== true;
    if (id !== undefined) this.id = id;
    this.#handle = handle;
    this.#finder = finder;
  }

  /** What a session was found by, if `finder` found it. */
  static handleOf(session: Session, finder: object): SessionHandle | undefined {
    return #handle in session && session.#finder === finder ? session.#handle : undefined;
  }
}

/** Member by member, for speed. */
function userOf({ user }: Pick<SessionData, 'user'>): CriiptoUser {
  return new CriiptoUser({
    sub: user.sub,
    issuer: user.issuer,
    eid: user.eid,
    acr: user.acr,
    level: user.level,
    name: user.name,
    givenName: user.givenName,
    familyName: user.familyName,
    birthdate: user.birthdate,
    country: user.country,
    nationalId: user.nationalId,
    claims: user.claims,
    authenticatedAt: new Date(user.authenticatedAt),
  });
}
