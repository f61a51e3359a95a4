import type { Type } from '../common/constructor-type.js';
import type { KeyProvider } from './key-provider.js';
import type { Signer } from './signer.js';

/** A private key in JWK form (RFC 7517), or a set of them. */
export interface PrivateJwk {
  readonly kty: string;
  readonly kid?: string;
  readonly use?: string;
  readonly alg?: string;
  readonly [member: string]: unknown;
}

/** Where the application's private keys come from: exactly one of these. */
export type KeysOptions =
  /** One private key as PEM text: PKCS#8, PKCS#1 or SEC1; `passphrase` when it is encrypted. */
  | { readonly pem: string; readonly passphrase?: string }
  /** A private JWK set, as object or JSON text. The first key signs, all are published. */
  | { readonly jwks: { readonly keys: readonly PrivateJwk[] } | string }
  /** A file with a PEM or a private JWK set. Read again when it changes. */
  | { readonly file: string; readonly passphrase?: string }
  /** The name of an environment variable that holds a PEM or a private JWK set. */
  | { readonly env: string; readonly passphrase?: string }
  /** Keys that stay elsewhere (HSM, KMS). The first signs, all are published. */
  | { readonly signer: Signer | readonly Signer[] }
  /** A new key at every start. Refuses to start when `NODE_ENV` is `production`. */
  | { readonly generate: 'development' }
  /** Your own provider: an instance, or a class that Nest instantiates. */
  | KeyProvider
  | Type<KeyProvider>;
