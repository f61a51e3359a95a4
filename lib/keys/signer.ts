import type { SigningAlgorithm } from './algorithms.js';
import type { PublicJwk } from './public-jwk.js';

/**
 * Signs bytes with one private key, wherever that key lives: in memory, in an HSM, in a KMS.
 * The library builds header and claims; the signer only ever sees the bytes to sign.
 */
export interface Signer {
  /** Names the key in the JWS header, and in the JWK set that the provider reads. */
  readonly kid: string;
  /** What it signs with (RFC 7518 section 3.1). */
  readonly alg: SigningAlgorithm;
  /** The public half, which the JWKS route publishes. Its `kid` and `alg` are those of the signer. */
  readonly publicJwk: PublicJwk;
  /**
   * Returns the raw JOSE signature (RFC 7518 section 3): for ECDSA `r || s`, not DER; for RSA as long as
   * the key. Another length, or something else than bytes, stops the start, and is `key_invalid` later. Should give up when `signal` aborts, which is
   * `http.timeouts.request` after the key was asked for. Whatever it throws becomes `signer_failed`, and no
   * word of it is repeated.
   */
  sign(bytes: Uint8Array, options: { readonly signal: AbortSignal }): Promise<Uint8Array>;
}
