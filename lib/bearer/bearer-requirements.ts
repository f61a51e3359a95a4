import { InvalidOptionsError } from '../errors/options.error.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { AUDIENCE_MEANING } from '../options/sections/bearer-options.js';

export type BearerRequirements = NonNullable<ResolvedOptions['bearer']>;

/**
 * The option `bearer`, without which there is no telling which tokens are meant for this API.
 *
 * @throws {InvalidOptionsError} when it is not written.
 */
export function bearerRequirements({ bearer }: ResolvedOptions): BearerRequirements {
  if (bearer) return bearer;
  throw new InvalidOptionsError([
    `BearerGuard needs \`bearer.audience\`, which is missing: ${AUDIENCE_MEANING}`,
  ]);
}
