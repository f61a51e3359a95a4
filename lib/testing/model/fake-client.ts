import type { FakeEncryption } from './fake-encryption.js';

/** An application as it is registered in the dashboard, with private_key_jwt as its authentication unless it has a secret. */
export interface FakeClient {
  readonly clientId: string;
  /** Where a login may come back to, exactly. */
  readonly redirectUris: readonly string[];
  /** Where a logout may come back to, beside the above. */
  readonly postLogoutRedirectUris?: readonly string[];
  /**
   * Where it is told of logouts (OpenID Connect Back-Channel Logout), which Criipto does not do. Its ID tokens
   * have a `sid` then. @default it is not told
   */
  readonly backchannelLogoutUri?: string;
  /** Whether ID tokens and logout tokens have a `sid`; else a logout is of all sessions of the user. @default true */
  readonly backchannelLogoutSessionRequired?: boolean;
  /** The client's public keys: pasted in. Give this or `jwksUri`. */
  readonly jwks?: { readonly keys: readonly object[] };
  /** The client's public keys: fetched from there whenever they are needed. Give this or `jwks`. */
  readonly jwksUri?: string;
  /** Its secret, for `client_secret_basic`. Instead of keys, or beside them while it changes over: then either will do. */
  readonly clientSecret?: string;
  /**
   * Gives each of its logins a refresh token, which Criipto does not. `rotating` ones are good once: when one
   * comes again, all that came of its login is worth nothing any more. @default none
   */
  readonly refreshTokens?: 'rotating' | 'lasting';
  /** For how many seconds its access tokens are good. @default 120 */
  readonly accessTokenLifetime?: number;
  /** What its ID tokens are signed with. @default 'RS256' */
  readonly idTokenAlg?: 'RS256' | 'PS256' | 'ES256';
  /** Signed authorization requests (RFC 9101). @default 'accepted' */
  readonly signedRequests?: 'accepted' | 'required';
  /** Encrypts its ID tokens for its key with `use: 'enc'`. @default they are not encrypted */
  readonly idTokenEncryption?: FakeEncryption;
  /**
   * What userinfo answers with. Encrypted as ID tokens are, else by RSA-OAEP-256 and A256GCM; with
   * `fromTokenEndpoint` nothing, for the ID token has it all. @default 'json'
   */
  readonly userinfo?: 'json' | 'signed' | 'signedAndEncrypted' | 'fromTokenEndpoint';
  /**
   * Demands all that the Finnish Trust Network does: signed requests, encrypted ID tokens and userinfo, and
   * two RSA keys of 3072 bits in `jwks`, without which it is not registered. @default false
   */
  readonly ftn?: boolean;
}
