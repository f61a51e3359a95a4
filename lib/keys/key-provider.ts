import type { KeyObject } from 'node:crypto';

import { hours } from '../common/durations.js';
import type { PublicJwk } from './public-jwk.js';
import type { Signer } from './signer.js';

/** For how many seconds our public keys may be kept, unless their provider says otherwise. */
export const DEFAULT_MAX_AGE = hours(1);

/** A private key that opens what the provider encrypted for us. */
export interface DecryptionKey {
  readonly kid: string;
  /** The JWE algorithm, such as `RSA-OAEP-256` (RFC 7518 section 4.1). */
  readonly alg: string;
  readonly privateKey: KeyObject;
}

/**
 * Where the application's keys come from. Replace it to keep keys anywhere else; it is asked on
 * every use, so that a rotation needs no restart. Whatever it throws becomes `key_unavailable`, and no
 * word of it is repeated. It is tried once when the application starts, which something else than a key stops.
 */
export abstract class KeyProvider {
  /** The key that signs right now. Waited for no longer than `http.timeouts.request`. */
  abstract signer(): Promise<Signer>;

  /**
   * Every public key that the provider may still need, the active one first: the JWK set that is published
   * (RFC 7517 section 5). A frozen list is serialized once.
   */
  abstract publicKeys(): Promise<readonly PublicJwk[]>;

  /** The keys that open encrypted responses, newest first. None by default. */
  decryptionKeys(): Promise<readonly DecryptionKey[]> {
    return Promise.resolve([]);
  }

  /**
   * For how many seconds whoever fetched the public keys may keep them (`max-age` of the JWKS route).
   * For providers that foresee a change, so that nobody comes for the new keys too late. An hour without it.
   */
  maxAge?(): number;
}
