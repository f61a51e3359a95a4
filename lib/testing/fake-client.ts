import type { AdapterPayload } from 'oidc-provider';

/** An application as it is registered in the dashboard, with private_key_jwt as its authentication. */
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
  /** What its ID tokens are signed with. @default 'RS256' */
  readonly idTokenAlg?: 'RS256' | 'PS256' | 'ES256';
}

/** The client in the words of dynamic registration (RFC 7591 section 2). */
export function clientMetadata(client: FakeClient): AdapterPayload {
  return {
    client_id: client.clientId,
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [...client.redirectUris],
    post_logout_redirect_uris: [...(client.postLogoutRedirectUris ?? [])],
    id_token_signed_response_alg: client.idTokenAlg ?? 'RS256',
    ...(client.jwks ? { jwks: { keys: client.jwks.keys } } : {}),
    ...(client.jwksUri === undefined ? {} : { jwks_uri: client.jwksUri }),
  } as AdapterPayload; // the adapter's type is that of a token; clients are kept the same way
}
