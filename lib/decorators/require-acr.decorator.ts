import type { CustomDecorator } from '@nestjs/common';

import type { Acr } from '../eid/acr-values.js';
import { authRule } from './auth-rule.decorator.js';

/** What a handler demands beside the eID. */
export interface RequireAcrOptions {
  /** Seconds since the user authenticated at the eID, give or take `idToken.clockTolerance`. */
  readonly maxAge?: number;
}

/**
 * Demands a login by one of these eIDs, at its level or a higher one. A browser is sent to log in so, and
 * comes back; an API is answered 401 with the challenge of RFC 9470.
 */
export const RequireAcr = (
  acr: Acr | readonly Acr[],
  options: RequireAcrOptions = {},
): CustomDecorator<symbol> => authRule({ kind: 'acr', acrValues: [acr].flat(), ...options });
