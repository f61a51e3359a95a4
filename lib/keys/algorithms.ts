/** JWS algorithms that the library signs with (RFC 7518 section 3, RFC 8037). Symmetric ones and `none` do not exist here. */
export type SigningAlgorithm =
  | 'RS256' | 'RS384' | 'RS512'
  | 'PS256' | 'PS384' | 'PS512'
  | 'ES256' | 'ES384' | 'ES512'
  | 'EdDSA';
