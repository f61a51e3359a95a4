import { randomInt } from 'node:crypto';

import { type ProviderKey, providerKey } from './provider-key.js';

/** What kind of provider to be. */
export interface ProviderProfile {
  /** What the issuer has behind its origin: some end in a slash. */
  readonly issuerPath: '' | '/';
  readonly jwksPath: string;
  /** Takes pushed authorization requests (RFC 9126). */
  readonly takesPushedRequests: boolean;
  /** Promises to name itself in every callback, and does (RFC 9207). */
  readonly namesItself: boolean;
  /** Seconds that access tokens are said to live, if that is said. */
  readonly expiresIn: number | undefined;
  /** Gives refresh tokens, each of which is good once, and takes them back. */
  readonly refreshes: boolean;
  /** The first signs, all are published. */
  readonly keys: readonly ProviderKey[];
  /** Further claims of every ID token. */
  readonly claims: object;
  /** What becomes of a signed token before it is sent: nothing, or it is encrypted. */
  readonly encrypt: (token: string) => string | Promise<string>;
  /** Answers for userinfo with a token. */
  readonly signsUserinfo: boolean;
  /** Further members of the discovery document; `undefined` leaves out what others have. */
  readonly metadata: object;
}

// prettier-ignore
const SIGNING_ALGORITHMS = [
  'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES256K', 'ES384', 'ES512', 'EdDSA',
];

/** One key, and everything on offer. */
export function generalProfile(): ProviderProfile {
  return {
    issuerPath: '',
    jwksPath: '/jwks',
    takesPushedRequests: true,
    namesItself: true,
    expiresIn: 120,
    refreshes: false,
    keys: [providerKey()],
    claims: {},
    encrypt: (token) => token,
    signsUserinfo: false,
    metadata: {},
  };
}

/** The provider of the OpenID Foundation's suite for OpenID Connect: many keys, bad advice, and few promises. */
export function oidccProfile(alg = 'RS256'): ProviderProfile {
  return {
    ...generalProfile(),
    jwksPath: `/jwks-${randomLetters(10)}`,
    takesPushedRequests: false,
    namesItself: false,
    expiresIn: undefined,
    keys: keySet(alg),
    metadata: {
      scopes_supported: ['openid', 'phone', 'profile', 'email', 'address', 'offline_access'],
      response_modes_supported: ['query', 'fragment', 'form_post'],
      grant_types_supported: ['authorization_code', 'implicit'],
      code_challenge_methods_supported: undefined,
      token_endpoint_auth_signing_alg_values_supported: ['HS256', ...SIGNING_ALGORITHMS],
      claims_parameter_supported: true,
      acr_values_supported: ['PASSWORD'],
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    },
  };
}

/** The provider of that suite for the FAPI 2.0 Security Profile: ID tokens are signed with PS256. */
export function fapi2Profile(): ProviderProfile {
  return {
    ...generalProfile(),
    expiresIn: 900,
    keys: [
      { ...providerKey('RS256', 1), alg: 'PS256' },
      providerKey('RS256', 2, { kid: 'rsa-none-alt-arg' }),
      // Decoys under the name of the key that signs
      providerKey('ES256', 3, { kid: 'provider-1' }),
      providerKey('EdDSA', 4, { kid: 'provider-1' }),
    ],
    metadata: {
      require_pushed_authorization_requests: true,
      token_endpoint_auth_signing_alg_values_supported: ['PS256', 'ES256', 'EdDSA', 'Ed25519'],
      // For clients that authenticate by TLS, and for them alone
      mtls_endpoint_aliases: {
        token_endpoint: 'https://mtls.invalid/token',
        pushed_authorization_request_endpoint: 'https://mtls.invalid/par',
        userinfo_endpoint: 'https://mtls.invalid/userinfo',
      },
    },
  };
}

export function discoveryDocument(
  profile: ProviderProfile,
  issuer: string,
  origin: string,
): object {
  const { jwksPath, takesPushedRequests, namesItself, refreshes, metadata } = profile;
  return {
    issuer,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    jwks_uri: origin + jwksPath,
    userinfo_endpoint: `${origin}/userinfo`,
    end_session_endpoint: `${origin}/logout`,
    revocation_endpoint: refreshes ? `${origin}/revoke` : undefined,
    pushed_authorization_request_endpoint: takesPushedRequests ? `${origin}/par` : undefined,
    authorization_response_iss_parameter_supported: namesItself ? true : undefined,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    // No list of what to accept: a client has to know for itself.
    id_token_signing_alg_values_supported: ['none', 'HS256', 'HS512', ...SIGNING_ALGORITHMS],
    ...metadata,
  };
}

/** Keys of every type, none of which says for which algorithm it is. `from` makes another such set. */
export function keySet(alg = 'RS256', from = 1): readonly ProviderKey[] {
  const keys = [
    ...['RS256', 'RS256', 'ES256', 'ES256', 'ES256K', 'EdDSA'].map((each, index) =>
      providerKey(each, from + index),
    ),
    providerKey('RS256', from + 1, { kid: `encrypt-${from}`, use: 'enc', alg: 'RSA-OAEP' }),
    providerKey('ES256', from + 2, { kid: `agree-${from}`, use: 'enc', alg: 'ECDH-ES' }),
  ];
  return keys.toSorted((a, b) => Number(b.alg === alg) - Number(a.alg === alg));
}

function randomLetters(count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join('');
}
