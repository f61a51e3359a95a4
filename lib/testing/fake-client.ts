/** An application as it is registered in the dashboard, with private_key_jwt as its authentication unless it has a secret. */
export interface FakeClient {
  readonly clientId: string;
  /** Where a login may come back to, exactly. */
  readonly redirectUris: readonly string[];
  /** Where a logout may come back to, beside the above. */
  readonly postLogoutRedirectUris?: readonly string[];
  /** The client's public keys: pasted in. Give this or `jwksUri`. */
  readonly jwks?: { readonly keys: readonly object[] };
  /** The client's public keys: fetched from there whenever they are needed. Give this or `jwks`. */
  readonly jwksUri?: string;
  /** Its secret, for `client_secret_basic`. Give this instead of keys. */
  readonly clientSecret?: string;
  /** What its ID tokens are signed with. @default 'RS256' */
  readonly idTokenAlg?: 'RS256' | 'PS256' | 'ES256';
}
