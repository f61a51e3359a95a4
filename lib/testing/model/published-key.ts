/** A public key of an application, as it published it: members of a JWK (RFC 7517). */
export type PublishedKey = Readonly<Record<string, unknown>>;

/** What a key is called. */
export function nameOfKey({ kid }: PublishedKey): string {
  return typeof kid === 'string' ? kid : 'without kid';
}

/** That the fake fetched the keys of an application. */
export interface KeyFetch {
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Milliseconds. */
  readonly took: number;
  /** HTTP status of the answer, or why there was none. */
  readonly outcome: number | string;
}
