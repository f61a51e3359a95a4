/** All that whoever waits for a login has to know. */
export interface PendingLoginFields {
  /** `auth_req_id` or `headless_req_id`. */
  readonly requestId: string;
  /** What was asked for: what comes back must satisfy it. */
  readonly acrValues: readonly string[];
  /** Who was asked, by `nationalIdFingerprint()`, where that can be compared. */
  readonly person?: string | undefined;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** Seconds between two polls. */
  readonly interval: number;
}

/**
 * A login that the provider waits for. The id of its request does not show in `JSON.stringify`,
 * `console.log` or a spread: who has it could have the result.
 */
export abstract class PendingLogin {
  /** Until when the user can act. */
  readonly expiresAt: Date;
  /** Seconds between two polls. */
  readonly interval: number;

  // A private field: nothing that walks an object's own properties finds it.
  readonly #fields: PendingLoginFields;

  constructor(fields: PendingLoginFields) {
    this.expiresAt = new Date(fields.expiresAt * 1000);
    this.interval = fields.interval;
    this.#fields = fields;
  }

  /** @internal */
  reveal(): PendingLoginFields {
    return this.#fields;
  }
}
