import type { AuthenticationDemand } from '../eid/assurance/sufficient-authentication.js';

export type ChallengeParameters = Readonly<Record<string, string | undefined>>;

/**
 * The value of `WWW-Authenticate` (RFC 6750 section 3). The parameters are texts of our own and of the
 * application's: nothing that came with a request may be among them.
 */
export function bearerChallenge(parameters: ChallengeParameters): string {
  const shown = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return `Bearer ${shown.map(([name, value]) => `${name}="${value}"`).join(', ')}`;
}

/** Asks for a stronger or a more recent login (RFC 9470 section 3). */
export function stepUpParameters({ acrValues, maxAge }: AuthenticationDemand): ChallengeParameters {
  return {
    error: 'insufficient_user_authentication',
    acr_values: acrValues.length === 0 ? undefined : acrValues.join(' '),
    max_age: maxAge?.toString(),
  };
}
