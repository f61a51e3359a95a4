import type { Cookies } from '../http/cookies.js';
import type { SessionContent } from './session-content.js';
import type { SessionRecord, SessionTokens, StoredSession } from './stored-session.js';

/** Where sessions are kept: in the browser, or in a store. */
export interface SessionBackend {
  /** Starts a session in place of any that this browser had. Tells how many of the user's ended to make room. */
  begin(cookies: Cookies, record: SessionRecord): Promise<number>;
  /** The session of this browser, if it has one that is still good. */
  find(cookies: Cookies): Promise<KeptSession | undefined>;
  /** Writes other content into it. Tells whether it did: never when it ended or changed meanwhile. */
  renew(cookies: Cookies, kept: KeptSession, content: SessionContent): Promise<boolean>;
  /** Ends the session of this browser, and gives the tokens that were in it. */
  end(cookies: Cookies): Promise<SessionTokens>;
}

/** A session as it is kept: what it holds, and where. */
export interface KeptSession {
  readonly content: SessionContent;
  /** As it is in the store. Does not show when it is printed. */
  readonly stored?: StoredSession;
}
