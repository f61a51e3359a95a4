import { cookieNamesOf } from '../../lib/options/cookie-names.js';
import type { CriiptoAuthOptions } from '../../lib/options/criipto-auth-options.js';
import type { ResolvedOptions } from '../../lib/options/resolved-options.js';
import type { RoutesOptions } from '../../lib/options/sections/routes-options.js';
import { privatePem } from './private-keys.js';
import { MINIMAL, resolveWritten } from './written-options.js';

export const CLIENT_ID = MINIMAL.clientId;

/** How that application names its cookies, without the prefix `__Host-`. */
export const COOKIES = cookieNamesOf({
  issuer: `https://${MINIMAL.domain}`,
  clientId: CLIENT_ID,
  site: { origin: MINIMAL.baseUrl, basePath: '', secure: true },
});

/** The options of an application at https://app.example.com, but for what a test writes otherwise. */
export function resolvedOptions(
  written: Partial<CriiptoAuthOptions> = {},
  routes: RoutesOptions = {},
): Promise<ResolvedOptions> {
  return resolveWritten(
    {
      ...(written.issuer === undefined ? {} : { domain: undefined }),
      keys: { pem: privatePem('rsa') },
      http: { allowInsecureLoopback: true },
      ...written,
    },
    routes,
  );
}
