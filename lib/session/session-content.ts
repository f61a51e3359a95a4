import type { AssuranceLevel } from '../eid/acr-values.js';
import type { CriiptoUserParts } from '../eid/user/criipto-user.js';

/** What is kept of a session, in a cookie or in a store. Times are seconds since the epoch, but milliseconds for `authenticatedAt`. */
export interface SessionContent {
  readonly user: StoredUser;
  /** What `mapUser` made of the user, if it made something else. */
  readonly mapped?: unknown;
  readonly createdAt: number;
  readonly seenAt: number;
}

/** JSON leaves out what is `undefined`. */
export type StoredUser = Omit<CriiptoUserParts, 'authenticatedAt' | 'acr' | 'level'> & {
  readonly acr?: string | undefined;
  readonly level?: AssuranceLevel | undefined;
  readonly authenticatedAt: number;
  /** Nobody told when the user authenticated: the time above is that of the login. */
  readonly isTimeAssumed?: true | undefined;
};
