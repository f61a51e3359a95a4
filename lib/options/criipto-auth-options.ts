import type { UserMapper } from '../eid/user/user-mapper.js';
import type { Acr, LoginScope, UiLocales } from '../eid/eids.js';
import type { SigningAlgorithm } from '../keys/algorithms.js';
import type { KeysOptions } from '../keys/sources/keys-options.js';
import type { KeyValueStore } from '../stores/key-value-store.js';
import type { BearerOptions } from './sections/bearer-options.js';
import type { CibaOptions } from './sections/ciba-options.js';
import type { HeadlessOptions } from './sections/headless-options.js';

/** What an application writes. Durations are seconds. */
export interface CriiptoAuthOptions {
  /** The Criipto domain, such as `acme.criipto.id` or `acme.idura.broker`. Give this or `issuer`. */
  readonly domain?: string;
  /** The issuer of any OpenID provider, exactly as its discovery document spells it. Give this or `domain`. */
  readonly issuer?: string;
  /** The client id: "Client ID/Realm" in the Criipto dashboard. */
  readonly clientId: string;
  /** Where browsers reach this application, such as `https://app.example.com`. Every URL of ours is built on it. */
  readonly baseUrl: string;
  /** The private key that signs client assertions. */
  readonly keys: KeysOptions;
  /**
   * Authenticates by `client_secret_basic` instead of private_key_jwt (RFC 6749 section 2.3.1), for as long
   * as a migration takes: publish the key first, change the application in the dashboard, then remove this.
   */
  readonly clientSecret?: string;
  /** How sessions are kept, and the secret that seals every cookie of ours. */
  readonly session: SessionOptions;
  /** What every login asks the provider for, and where it ends. */
  readonly login?: LoginOptions;
  /** The proof by which the application authenticates (RFC 7523). The defaults are what Criipto asks for. */
  readonly assertion?: AssertionOptions;
  /** What ID tokens are held to. */
  readonly idToken?: IdTokenOptions;
  /**
   * Whether to fetch userinfo at login and merge its claims: in whatever form it comes, signed, or signed
   * and encrypted. What is signed is always verified. @default false
   */
  readonly userInfo?: false | 'required' | 'signed' | 'signedAndEncrypted';
  /** A login under way, from the click until the browser is back. */
  readonly transaction?: TransactionOptions;
  /** Where a logout goes and ends. */
  readonly logout?: LogoutOptions;
  /** Logins of users who are elsewhere, such as on the phone. Needs nothing at Criipto. */
  readonly ciba?: CibaOptions;
  /** Swedish BankID on pages of your own. Needs nothing at Criipto. */
  readonly headless?: HeadlessOptions;
  /** Which tokens `BearerGuard` takes. */
  readonly bearer?: BearerOptions;
  /** Limits of the calls to the provider. None of them is retried. */
  readonly http?: HttpOptions;
  /**
   * Switches on all that the Finnish Trust Network demands since 31 August 2025, and does not start without:
   * signed requests, encrypted ID tokens and userinfo, RSA keys of 3072 bits that were pasted into the
   * dashboard, one to sign and another to decrypt. @default false
   */
  readonly ftn?: boolean;
  /**
   * Turns the validated user into the application's own. What it returns is stored in the session as
   * JSON and is what `@CurrentUser()` gives. Throw `UserRefusedError` to turn the user away.
   */
  readonly mapUser?: UserMapper;
}

/** How sessions are kept. Durations are seconds. */
export interface SessionOptions {
  /**
   * Seals the cookies: at least 32 characters of randomness. A list rolls over: the first seals,
   * all open.
   */
  readonly secret: string | readonly string[];
  /** Name of the session cookie, without its `__Host-` prefix. @default 'criipto-session' */
  readonly cookieName?: string;
  /** Ends a session that nobody used for so long. @default 1800 */
  readonly idle?: number;
  /** Ends a session at this age, used or not. @default 28800 */
  readonly absolute?: number;
  /** Keeps sessions here, and a random name in the cookie, so that they can be ended from elsewhere. */
  readonly store?: KeyValueStore;
  /** Sessions that one user may have; one more and the oldest ends. With `store` only. @default 100 */
  readonly maxPerUser?: number;
  /**
   * Keeps the access token of each login, and its refresh token if the provider gives one, in the stored
   * session, for `@AccessToken()`. With `store` only: tokens never go to the browser. @default false
   */
  readonly tokens?: boolean;
}

/** What every login asks for; `LoginRequest` asks for more in one of them. */
export interface LoginOptions {
  /** Scopes with single spaces between them, `openid` among them. @default 'openid' */
  readonly scope?: LoginScope;
  /**
   * The eID or eIDs to offer. What comes back must satisfy one of them, by its eID and its level, or the login
   * fails with `acr_not_satisfied`.
   */
  readonly acrValues?: Acr | readonly Acr[];
  /** Languages of the provider's pages with single spaces between them, such as `da en`. */
  readonly uiLocales?: UiLocales;
  /** Such as `login`, by which users log in again in spite of single sign-on. `none` is for one login only. */
  readonly prompt?: string;
  /** The same for every login; the functions of `loginHint` write one. */
  readonly loginHint?: string;
  /** How the provider hands the code back. @default 'query' */
  readonly responseMode?: 'query' | 'form_post';
  /** Pushed authorization requests (RFC 9126): when offered, always, or never. @default 'auto' */
  readonly pushed?: 'auto' | 'require' | 'never';
  /** Signs the authorization request with our key (RFC 9101), pushed or not. @default false */
  readonly signedRequest?: boolean;
  /** Further authorization parameters. Those of the protocol itself are refused. */
  readonly extraParams?: Readonly<Record<string, string>>;
  /** Where a login without `returnTo` ends: a path of this application. @default '/' */
  readonly defaultReturnTo?: string;
  /** Where a user who cancels at the eID comes back to: a path of this application. @default a page that says so */
  readonly cancelledPath?: string;
  /**
   * Takes callbacks from the application's own code too: a native application that was sent the redirect
   * URI posts its parameters as JSON. @default false
   */
  readonly appCallback?: boolean;
}

/** The client assertion: its header, its claims, its key. */
export interface AssertionOptions {
  /** Seconds until an assertion expires, at most 300. @default 60 */
  readonly lifetime?: number;
  /**
   * The `aud` claim: the configured issuer, the called endpoint (only on the issuer's own origin), or
   * your own text or list. Anything but the default is for providers that refuse the issuer.
   * @default 'issuer'
   */
  readonly audience?: 'issuer' | 'endpoint' | (string & {}) | readonly string[];
  /** The `typ` header; `false` leaves it out. @default 'client-authentication+jwt' */
  readonly typ?: string | false;
  /** Signs with this algorithm; the key must fit. @default the key's own `alg`, else by its type: RS256, ES256 (by curve), EdDSA */
  readonly algorithm?: SigningAlgorithm;
}

/** What ID tokens are held to, beyond what OpenID Connect Core section 3.1.3.7 demands. */
export interface IdTokenOptions {
  /** The one algorithm that ID tokens may be signed with. @default 'RS256' */
  readonly alg?: SigningAlgorithm;
  /** Seconds that the provider's clock may be off, at most 300. @default 60 */
  readonly clockTolerance?: number;
  /** Whether ID tokens must be encrypted for our `enc` key, or must not be. @default false */
  readonly decryption?: false | 'required';
  /**
   * Bytes that an ID token may have, at most 131072, and twice as many where it is encrypted. The evidence of a
   * long text that was signed needs more than the rest of all claims. @default 16384
   */
  readonly maxSize?: number;
}

/** How long logins may take, and how many there may be. */
export interface TransactionOptions {
  /** Seconds that a login may take. @default 900 */
  readonly lifetime?: number;
  /** Logins that one browser may have under way; one more and the oldest goes. @default 10 */
  readonly maxParallel?: number;
  /** Remembers which logins were completed, so that each is completed once. @default `session.store`, else in memory, per process */
  readonly store?: KeyValueStore;
}

/** Where a logout goes and ends. It ends the session here in any case. */
export interface LogoutOptions {
  /** Whether to log out at the provider too. @default true */
  readonly provider?: boolean;
  /** Where the browser ends after logout: a path of this application. @default a page that says so */
  readonly returnTo?: string;
  /**
   * Whether to keep the ID token in the session, and to name it to the provider at logout. Needs
   * `session.store`. It stands in the address of the logout. @default false
   */
  readonly idTokenHint?: boolean;
}

/** Limits of the calls to the provider. */
export interface HttpOptions {
  /** Seconds, at most 60 each. */
  readonly timeouts?: {
    /** Seconds to open a connection. @default 3 */
    readonly connect?: number;
    /** Seconds for discovery and the provider's keys. @default 5 */
    readonly metadata?: number;
    /** Seconds for token, pushed authorization and userinfo requests. @default 10 */
    readonly request?: number;
  };
  /** Largest response in bytes, after decompression. @default 262144 */
  readonly maxBody?: number;
  /** Allows `http:` for `localhost`, `127.0.0.1` and `[::1]`: development and tests. @default false */
  readonly allowInsecureLoopback?: boolean;
}
