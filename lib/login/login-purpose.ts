import type { CriiptoUser } from '../eid/user/criipto-user.js';

/** What a login was begun for. Kept with it while it is under way: what comes back is judged by it. */
export type LoginPurpose = { readonly for: 'login' } | RulePurpose | AgePurpose;

/** A route demands an eID. */
export interface RulePurpose {
  readonly for: 'rule';
  /** How a session was made that counted at every route: a login as good as that goes on doing so. */
  readonly asGoodAs?: AsGoodAs | undefined;
  /** Who was logged in, by `personFingerprints()`, where another identity may come back. */
  readonly before?: readonly string[] | undefined;
}

/** A route demands an age, and asks nobody who they are. */
export interface AgePurpose {
  readonly for: 'age';
  readonly years: number;
  readonly country?: string | undefined;
  /** Who was logged in, by `personFingerprints()`. */
  readonly owner?: readonly string[] | undefined;
}

export type AsGoodAs = Pick<CriiptoUser, 'acr' | 'level'>;
