/** What the provider grants beside an ID token (RFC 6749 section 5.1). */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** What was granted, where the provider says so: it may be less than was asked for. */
  readonly scope: string | undefined;
  /** When the access token expires, by this machine's clock, where the provider says so. Seconds since the epoch. */
  readonly expiresAt: number | undefined;
}
