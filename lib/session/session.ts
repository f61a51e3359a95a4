import type { CriiptoUser } from '../eid/user/criipto-user.js';
import type { AccessGrant } from './access-grant.js';

/** Who is logged in, as the guards see it. */
export interface Session {
  /** What `@CurrentUser()` gives: a `CriiptoUser`, or what `mapUser` made of it. */
  readonly user: unknown;
  /** How the user authenticated. */
  readonly authentication: Authentication;
  /** Whether the provider told when the user authenticated; else it is the time of the login. */
  readonly isTimeTold: boolean;
  /** Names a stored session to `SessionService#revoke`; sealed ones have none. Nobody is let in by it. */
  readonly id?: string;
}

/**
 * What the session of a login has to keep of its tokens, and which session it replaces: from `LoginService#complete`
 * to `SessionService#create`, and nobody's business in between. Tokens are kept in a store alone: no cookie holds them.
 */
export interface SessionTokens {
  /**
   * As the provider signed it, to the letter: names the login to the provider at logout.
   *
   * @internal
   */
  readonly idToken?: string;
  /**
   * With `session.tokens`: for calling APIs.
   *
   * @internal
   */
  readonly access?: AccessGrant;
  /**
   * The session that the browser had when the login began, where its callback comes without cookies. By
   * `SessionBackend#nameIn`; never kept.
   *
   * @internal
   */
  readonly replaced?: string;
}

/** Whose sessions are meant. A `CriiptoUser` is one. */
export interface SessionOwner {
  readonly issuer: string;
  readonly sub: string;
}

/** A stored session of a user, to show to that user. */
export interface ListedSession {
  /** Names it to `SessionService#revoke`. */
  readonly id: string;
  /** The eID and the method by which the user logged in. */
  readonly eid: CriiptoUser['eid'];
  readonly acr: string | undefined;
  /** When the user logged in. */
  readonly startedAt: Date;
  /** When it was last used, give or take a minute. */
  readonly usedAt: Date;
}

/** What a provider says is over: its session `sid`, or without one every session of the user `sub`. */
export interface ProviderLogout {
  /** The provider's own name of its session. */
  readonly sid?: string;
  /** Whose it has to be. */
  readonly sub?: string;
  /** By the provider's clock. Seconds since the epoch. */
  readonly issuedAt: number;
}

/** Who logged in and how, whatever `mapUser` made of it. */
export type Authentication = Pick<
  CriiptoUser,
  'issuer' | 'sub' | 'eid' | 'acr' | 'level' | 'authenticatedAt' | 'nationalId' | 'claims'
>;
