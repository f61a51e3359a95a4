/** What the provider grants beside an ID token (RFC 6749 section 5.1). */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** What was granted, where the provider says so: it may be less than was asked for. */
  readonly scope: string | undefined;
  /** When the access token expires, by this machine's clock, where the provider says so. Seconds since the epoch. */
  readonly expiresAt: number | undefined;
}

/** @param askedAt when the request went out: the time on its way is taken off the token's. Seconds since the epoch. */
export function tokenSet(
  { accessToken, refreshToken, scope, expiresIn }: Grant,
  askedAt: number,
): TokenSet {
  const expiresAt = expiresIn === undefined ? undefined : askedAt + expiresIn;
  return { accessToken, refreshToken, scope, expiresAt };
}

type Grant = Omit<TokenSet, 'expiresAt'> & {
  /** Seconds. */
  readonly expiresIn: number | undefined;
};
