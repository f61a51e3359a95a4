import type { Acr, LoginScope, UiLocales } from '../eid/eids.js';
import type { Person } from '../eid/user/same-person.js';

/** What one login asks for, beyond the options. Comes from the application's code, never from a query string. */
export interface LoginRequest {
  /** The path of this application to come back to. Any other is replaced by `login.defaultReturnTo`. */
  readonly returnTo?: string;
  /** The eID or eIDs to offer, in place of `login.acrValues`; an empty list for any. What comes back must satisfy one of them. */
  readonly acrValues?: Acr | readonly Acr[];
  /** The functions of `loginHint` write one for each eID, and keep out what users could add to it. */
  readonly loginHint?: string;
  /**
   * What the provider asks the user for, such as `login`. With `none` it asks for nothing, and the login ends
   * in a `SilentLoginError` unless single sign-on answers it.
   */
  readonly prompt?: string;
  /** In place of `login.uiLocales`. */
  readonly uiLocales?: UiLocales;
  /** In place of `login.scope`. */
  readonly scope?: LoginScope;
  /** Beside those of `login.extraParams`. Those of the protocol itself are refused. */
  readonly extraParams?: Readonly<Record<string, string>>;
  /**
   * Seconds that the authentication may be old when it comes back, give or take `idToken.clockTolerance`.
   * The provider has to tell when it was, and a time that lies ahead is no better than now.
   */
  readonly maxAge?: number;
  /** Who has to come back, whatever becomes of the session meanwhile: a stronger login of the same person. */
  readonly samePersonAs?: Person;
}
