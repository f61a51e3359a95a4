/** What came of telling an application that a session is over. */
export interface LogoutNotice {
  readonly clientId: string;
  /** HTTP status of its answer; none when it did not answer. */
  readonly status: number | undefined;
}
