import type { Cookies } from '../http/cookies.js';
import type { SessionData, SessionRecord } from './session-data.js';
import type { SessionTokens } from './session.js';

/** Where sessions are kept: in the browser, or in a store. It is given no handles but those that it found. */
export interface SessionBackend<Handle extends SessionHandle = SessionHandle> {
  /** Starts a session in place of any that this browser had. Tells how many of the user's ended to make room. */
  begin(cookies: Cookies, record: SessionRecord): Promise<number>;
  /** The session of this browser, if it has one that is still good. At once, where nothing has to be waited for. */
  find(cookies: Cookies): Handle | undefined | Promise<Handle | undefined>;
  /** Writes other data into it. Tells whether it did: never when it ended or changed meanwhile. */
  renew(cookies: Cookies, handle: Handle, data: SessionData): Promise<boolean>;
  /** Ends the session of this browser, and gives the tokens that were in it. */
  end(cookies: Cookies): Promise<SessionTokens>;
}

/** A session as it was found. Tokens are in it, so that no application is given one. */
export interface SessionHandle {
  readonly data: SessionData;
  /** Names it in a store. One in a cookie has no name. */
  readonly id?: string;
  readonly tokens?: SessionTokens | undefined;
}
