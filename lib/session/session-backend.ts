import type { Cookies } from '../http/cookies.js';
import type { SessionData, SessionRecord } from './session-data.js';
import type { SessionTokens } from './session.js';

/** Where sessions are kept: in the browser, or in a store. It is given no handles but those that it found. */
export interface SessionBackend<Handle extends SessionHandle = SessionHandle> {
  /**
   * Starts a session in place of any that this browser had. Tells how many of the user's ended to make room.
   *
   * @param replaced by `nameIn` of an earlier exchange, a session that this one ends as well.
   */
  begin(cookies: Cookies, record: SessionRecord, replaced?: string): Promise<number>;
  /** The session of this browser, if it has one that is still good. At once, where nothing has to be waited for. */
  find(cookies: Cookies): Handle | undefined | Promise<Handle | undefined>;
  /** Notes that it was used, with these data. Never brings one back that ended meanwhile. */
  renew(cookies: Cookies, handle: Handle, data: SessionData): Promise<Renewal>;
  /** Whether one that was found is good still. */
  isLive(handle: Handle): Promise<boolean>;
  /** Has this called when one that was found ends here, before it is over by itself. Returns what takes that back. */
  whenEnded(handle: Handle, listener: () => void): () => void;
  /** Ends the session of this browser, and gives the tokens that were in it. */
  end(cookies: Cookies): Promise<SessionTokens>;
  /** What names the session of this browser to `begin`, good or not. Nobody is let in by it. */
  nameIn(cookies: Cookies): string | undefined;
}

/** `kept`: nothing was written, and it is good for as long as it was. `ended`: it turned out to be over. */
export type Renewal = 'renewed' | 'kept' | 'ended';

/** A session as it was found. Tokens are in it, so that no application is given one. */
export interface SessionHandle {
  readonly data: Omit<SessionData, 'seenAt'>;
  /** When it was last used. Seconds since the epoch. */
  readonly seenAt: number;
  /** Names it in a store. One in a cookie is named to nobody. */
  readonly id?: string;
  readonly tokens?: SessionTokens | undefined;
}
