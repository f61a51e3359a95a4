import { InvalidOptionsError } from '../../lib/errors/options.error.js';
import type { CriiptoAuthOptions } from '../../lib/options/criipto-auth-options.js';
import { resolveOptions } from '../../lib/options/resolve-options.js';
import type { ResolvedOptions } from '../../lib/options/resolved-options.js';
import type { RoutesOptions } from '../../lib/options/sections/routes-options.js';

export const SECRET = 'a secret that is long enough for everyone';

/** The least that an application must write. */
export const MINIMAL: CriiptoAuthOptions = {
  domain: 'acme.criipto.id',
  clientId: 'urn:my:application:identifier:1234',
  baseUrl: 'https://app.example.com',
  keys: { generate: 'development' },
  session: { secret: SECRET },
};

/** What JavaScript lets an application write, whether or not the compiler would. */
export type Written = Readonly<Record<string, unknown>>;

/** Resolves what is written beside the least. */
export function resolveWritten(
  changes: Written = {},
  routes: RoutesOptions = {},
): Promise<ResolvedOptions> {
  return resolveOptions({ ...MINIMAL, ...changes }, routes, {});
}

/** What is refused, or nothing. */
export async function problemsOf(attempt: Promise<unknown>): Promise<readonly string[]> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof InvalidOptionsError) return error.problems;
    throw error;
  }
  return [];
}
