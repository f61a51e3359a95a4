/** Why the fake refused a request: more than it answered. */
export interface RecordedRefusal {
  /** The error of OAuth, such as `invalid_client`. */
  readonly error: string;
  /** What was answered beside it. */
  readonly description?: string;
  /** What the provider noted for itself: of a client assertion, what was wrong with it. */
  readonly reason?: string;
}
