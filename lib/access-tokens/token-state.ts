import type { AccessGrant } from '../session/access-grant.js';

/** What may have been said against an access token: an API refused it. */
export interface TokenDemand {
  readonly now: number;
  /** The access token that is wanted no more. */
  readonly refused: string | undefined;
}

/** Whether the access token is good, and far from its end. */
export function isFresh(tokens: AccessGrant, { now, refused }: TokenDemand): boolean {
  return tokens.accessToken !== refused && now < (tokens.refreshAt ?? Infinity);
}

/** Whether the access token is good still, if need be. */
export function isUsable(tokens: AccessGrant, { now, refused }: TokenDemand): boolean {
  return tokens.accessToken !== refused && now < (tokens.expiresAt ?? Infinity);
}
