/** A public key as published in a JWK set (RFC 7517): never a private member. */
export interface PublicJwk {
  readonly kty: string;
  readonly kid: string;
  readonly use: 'sig' | 'enc';
  readonly alg: string;
  readonly n?: string;
  readonly e?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
}
