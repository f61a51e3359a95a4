import type { SessionContent } from './session-content.js';

/** What a store keeps of a session. */
export interface SessionRecord {
  readonly content: SessionContent;
  readonly origin: SessionOrigin;
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
