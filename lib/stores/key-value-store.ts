/**
 * Where several instances of an application keep what they share. Every call is atomic, also between
 * processes. Values are text, and sealed where they say anything; `ttl` is seconds, after which an entry
 * is as if it had never been.
 */
export abstract class KeyValueStore {
  /** The value, or `undefined` when there is none or its time is up. */
  abstract get(key: string): Promise<string | undefined>;
  /** Writes over whatever is there. `ttl` is seconds, and counts from now. */
  abstract set(key: string, value: string, ttl: number): Promise<void>;
  /** Reads and removes: of several callers exactly one gets the value. */
  abstract take(key: string): Promise<string | undefined>;
  /** Writes only when nothing is there. Tells whether it wrote. */
  abstract putIfAbsent(key: string, value: string, ttl: number): Promise<boolean>;
  /** Writes only over exactly `expected`. Tells whether it wrote. */
  abstract compareAndSet(
    key: string,
    expected: string,
    value: string,
    ttl: number,
  ): Promise<boolean>;

  /**
   * Called once when the application starts. What it gives is a warning each, and goes to the log. A
   * `CriiptoAuthError` with the code `invalid_options` stops the start; whatever else it fails with does not.
   * A store without it is tried on an entry of its own.
   */
  check?(): Promise<readonly string[]>;

  /** Called when the application shuts down, to let go of what the store opened itself. Maybe more than once. */
  close?(): Promise<void>;
}
