import type { AccessGrant } from './access-grant.js';
import type { SessionContent } from './session-content.js';

/** What a store keeps of a session. */
export interface SessionRecord {
  readonly content: SessionContent;
  readonly origin: SessionOrigin;
  /** What was kept of the login's tokens, if anything was. */
  readonly tokens?: SessionTokens;
}

/** Tokens of a login that are of use for as long as its session. In a store alone: no cookie holds them. */
export interface SessionTokens {
  /** As the provider signed it, to the letter: names the login to the provider at logout. */
  readonly idToken?: string;
  /** With `session.tokens`: for calling APIs. */
  readonly access?: AccessGrant;
}

/** A session as it was found in the store. */
export interface StoredSession {
  readonly id: string;
  readonly record: SessionRecord;
  /** The record to the letter, so that it is written over only as long as it is this one. */
  readonly text: string;
}

/** What the ID token says of the session at the provider. */
export interface SessionOrigin {
  /** The provider's own name of its session. */
  readonly sid?: string;
  /** When the ID token was made, by the provider's clock. Seconds since the epoch. */
  readonly issuedAt: number;
}
