import type { Type } from '../../common/constructor-type.js';
import type { SigningAlgorithm } from '../algorithms.js';
import type { KeyProvider } from '../key-provider.js';
import type { KeyRingStore } from '../ring/key-ring.store.js';
import type { Signer } from '../signer.js';

/** A private key in JWK form (RFC 7517), or a set of them. */
export interface PrivateJwk {
  readonly kty: string;
  readonly kid?: string;
  readonly use?: string;
  readonly alg?: string;
  readonly [member: string]: unknown;
}

/** A ring of keys that rotates by itself. Durations are seconds. */
export interface KeyRingOptions {
  /** Where all instances find the ring. */
  readonly store: KeyRingStore;
  /**
   * Encrypts the private keys in the store: at least 32 characters of randomness. A list rolls over: the
   * first encrypts, all decrypt. `false` stores them in plain text.
   */
  readonly encryptionKey: string | readonly string[] | false;
  /** How long a key signs, at most 365 days. At least `publishLead` and `retireLag` together. @default 7776000 */
  readonly rotateEvery?: number;
  /** How long a key is published before it signs: no less than the provider keeps its copy. @default 86400 */
  readonly publishLead?: number;
  /** How long a key stays published after it signed last. @default 86400 */
  readonly retireLag?: number;
  /**
   * What new keys sign with. When it is changed, one that fits takes over after `publishLead`.
   * @default `assertion.algorithm`, else RS256
   */
  readonly algorithm?: SigningAlgorithm;
  /**
   * Whether the ring has keys for the provider to encrypt for, too (`RSA-OAEP-256`), which rotate alike.
   * @default false
   */
  readonly encryption?: boolean;
  /**
   * Size of new RSA keys in bits, from 2048 to 4096. When it is raised, a larger one takes over after `publishLead`.
   * @default 2048
   */
  readonly modulusLength?: number;
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
  /** Keys that the application makes and rotates by itself. */
  | { readonly ring: KeyRingOptions }
  /** A new key at every start. Refuses to start when `NODE_ENV` is `production`. */
  | { readonly generate: 'development' }
  /** Your own provider: an instance, or a class that Nest instantiates. */
  | KeyProvider
  | Type<KeyProvider>;
