import type { CriiptoUser } from '../user/criipto-user.js';
import { type ClockComparison, isRecent } from './recent-authentication.js';
import { satisfiesAcr } from './satisfies-acr.js';

/** How somebody has to have logged in. */
export interface AuthenticationDemand {
  readonly acrValues: readonly string[];
  /** Seconds. */
  readonly maxAge?: number;
}

export interface AuthenticationFacts {
  readonly authentication: Pick<CriiptoUser, 'acr' | 'level' | 'eid' | 'authenticatedAt'>;
  /** Whether the provider told when the user authenticated. Else nobody knows how old that is. */
  readonly isTimeTold: boolean;
}

/** Whether somebody is logged in as strongly and as recently as is demanded. */
export function isSufficient(
  { authentication, isTimeTold }: AuthenticationFacts,
  { acrValues, maxAge }: AuthenticationDemand,
  clocks: ClockComparison,
): boolean {
  if (!satisfiesAcr(acrValues, authentication)) return false;
  if (maxAge === undefined) return true;
  return isTimeTold && isRecent(authentication.authenticatedAt, maxAge, clocks);
}
