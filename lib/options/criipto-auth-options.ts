import type { UserMapper } from '../eid/user/user-mapper.js';
import type { KeysOptions } from '../keys/sources/keys-options.js';
import type { AssertionOptions } from './sections/assertion-options.js';
import type { BearerOptions } from './sections/bearer-options.js';
import type { CibaOptions } from './sections/ciba-options.js';
import type { HeadlessOptions } from './sections/headless-options.js';
import type { HttpOptions } from './sections/http-options.js';
import type { IdTokenOptions } from './sections/id-token-options.js';
import type { LoginOptions } from './sections/login-options.js';
import type { LogoutOptions } from './sections/logout-options.js';
import type { PagesOptions } from './sections/pages-options.js';
import type { SessionOptions } from './sections/session-options.js';
import type { TransactionOptions } from './sections/transaction-options.js';

/** What an application writes. Durations are seconds. */
export interface CriiptoAuthOptions {
  /**
   * The Criipto domain, such as `acme.criipto.id` or `acme.idura.broker`. Give this or `issuer`. With
   * `http.allowInsecureLoopback` it may be a fake on this machine: `127.0.0.1:3001`.
   */
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
   * and encrypted. What is signed is always verified, and what is not proves nothing: who it is, how, how strongly
   * and when they authenticated, and for which company they act, is taken from signed tokens alone. @default false
   */
  readonly userInfo?: false | 'required' | 'signed' | 'signedAndEncrypted';
  /** A login under way, from the click until the browser is back. */
  readonly transaction?: TransactionOptions;
  /** Where a logout goes and ends. */
  readonly logout?: LogoutOptions;
  /** The language and the texts of the pages that end users see. */
  readonly pages?: PagesOptions;
  /** Logins of users who are elsewhere, such as on the phone. Needs nothing at Criipto. */
  readonly ciba?: CibaOptions;
  /** Swedish BankID on pages of your own. Needs nothing at Criipto. */
  readonly headless?: HeadlessOptions;
  /** Which tokens `BearerGuard` takes. */
  readonly bearer?: BearerOptions;
  /** How the provider is called, and within which limits. */
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
  /**
   * What becomes of an application with a rule that no guard reads, or a `@Public()` that opens more than was meant:
   * it does not start, it starts and the log says so, or nobody looks. @default 'refuse'
   */
  readonly audit?: 'refuse' | 'warn' | false;
  /**
   * The origins whose pages may open a WebSocket with a session, as browsers send them. Others are nobody there.
   * @default the origin of `baseUrl`
   */
  readonly webSocketOrigins?: readonly string[];
}
