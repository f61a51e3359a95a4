import type { AssuranceLevel } from '../eid/acr-values.js';
import type { CriiptoUser, CriiptoUserFields } from '../eid/criipto-user.js';

/** Who is logged in, as the guards see it. */
export interface Session {
  /** What `@CurrentUser()` gives: a `CriiptoUser`, or what `mapUser` made of it. */
  readonly user: unknown;
  /** How the user authenticated. */
  readonly authentication: Authentication;
  /** Whether the provider told when the user authenticated; else it is the time of the login. */
  readonly isTimeTold: boolean;
  /** What the cookie holds. */
  readonly stored: StoredSession;
}

export type Authentication = Pick<
  CriiptoUser,
  'issuer' | 'sub' | 'eid' | 'acr' | 'level' | 'authenticatedAt' | 'nationalId' | 'claims'
>;

/** Times are seconds since the epoch, but milliseconds for `authenticatedAt`. */
export interface StoredSession {
  readonly user: StoredUser;
  /** What `mapUser` made of the user, if it made something else. */
  readonly mapped?: unknown;
  readonly createdAt: number;
  readonly seenAt: number;
}

/** JSON leaves out what is `undefined`. */
export type StoredUser = Omit<CriiptoUserFields, 'authenticatedAt' | 'acr' | 'level'> & {
  readonly acr?: string | undefined;
  readonly level?: AssuranceLevel | undefined;
  readonly authenticatedAt: number;
  /** Nobody told when the user authenticated: the time above is that of the login. */
  readonly isTimeAssumed?: true;
};
