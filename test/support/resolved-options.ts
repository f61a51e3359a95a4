import type { CriiptoAuthOptions } from '../../lib/options/criipto-auth-options.js';
import { resolveOptions } from '../../lib/options/resolve-options.js';
import type { ResolvedOptions } from '../../lib/options/resolved-options.js';
import type { RoutesOptions } from '../../lib/options/routes.js';
import { privatePem } from './private-keys.js';

export const CLIENT_ID = 'urn:my:application:identifier:1234';
export const SECRET = 'a secret that only the application knows';

/** The options of an application at https://app.example.com, but for what a test writes otherwise. */
export function resolvedOptions(
  written: Partial<CriiptoAuthOptions> = {},
  routes: RoutesOptions = {},
): Promise<ResolvedOptions> {
  return resolveOptions(
    {
      ...(written.issuer === undefined ? { domain: 'acme.criipto.id' } : {}),
      clientId: CLIENT_ID,
      baseUrl: 'https://app.example.com',
      keys: { pem: privatePem('rsa') },
      session: { secret: SECRET },
      http: { allowInsecureLoopback: true },
      ...written,
    },
    routes,
    {},
  );
}
