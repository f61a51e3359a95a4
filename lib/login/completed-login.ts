import type { CriiptoUser } from '../eid/user/criipto-user.js';
import type { SessionTokens } from '../session/session.js';

/**
 * A login that passed every check. No session has been made of it yet. Of an age proof that `login.acrValues` does
 * not name `SessionService#create` makes none: it keeps the proof.
 */
export interface CompletedLogin {
  readonly user: CriiptoUser;
  /** The path of this application that the browser wanted. */
  readonly returnTo: string;
  /** For `SessionService#create`: what its session has to keep. Does not show when it is printed. */
  readonly tokens: SessionTokens;
}
