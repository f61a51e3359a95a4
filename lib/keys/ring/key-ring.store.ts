import type { KeyRecord } from './key-ring.js';

/** A key of a ring as it is stored. */
export interface StoredKey extends KeyRecord {
  /** The private key: a JWE, or a private JWK as JSON where encryption was switched off. Empty once it was revoked. */
  readonly privateKey: string;
}

export interface KeyRingContent {
  /** Names this content: another content has another version. */
  readonly version: string;
  readonly keys: readonly StoredKey[];
}

/**
 * Where all instances of an application find the keys of their ring. Keeps text and numbers and looks
 * into nothing; private keys come encrypted. Whatever it throws becomes `key_unavailable`, and no word of it
 * is repeated; so does an answer that takes more than 15 seconds. Keys that were read before stay in use.
 */
export abstract class KeyRingStore {
  /** Without keys as long as nobody saved any. */
  abstract load(): Promise<KeyRingContent>;
  /** Replaces the content if it still has that version, in one step between processes. Tells whether it did. */
  abstract save(expectedVersion: string, keys: readonly StoredKey[]): Promise<boolean>;

  /**
   * What time it is where the ring is kept, in milliseconds since the epoch: for stores with a clock of their own.
   * A key is removed from the ring when it is over by this clock and by that of the instance. Without it, an
   * instance removes none before it has run for `retireLag`.
   */
  now?(): Promise<number>;

  /** Called once when the application starts. What it gives is a warning each, and goes to the log. */
  check?(): Promise<readonly string[]>;

  /** Called when the application shuts down, to let go of what the store opened itself. Maybe more than once. */
  close?(): Promise<void>;
}
