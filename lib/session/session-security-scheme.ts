import { nameOnSite } from '../http/cookies.js';
import type { ResolvedOptions } from '../options/resolved-options.js';

/** How OpenAPI describes a cookie that proves who calls. No interface, for OpenAPI's own type allows for `x-…` members. */
export type SessionSecurityScheme = {
  readonly type: 'apiKey';
  readonly in: 'cookie';
  /** Of the cookie as browsers send it, `__Host-` included. */
  readonly name: string;
  readonly description: string;
};

/**
 * The session cookie as OpenAPI's security scheme, for `DocumentBuilder#addSecurity()` of `@nestjs/swagger`.
 *
 * @param options what `app.get(ResolvedOptions)` gives.
 * @example
 * new DocumentBuilder().addSecurity('session', sessionSecurityScheme(app.get(ResolvedOptions)))
 */
export function sessionSecurityScheme({
  site,
  session,
  routes,
}: Pick<ResolvedOptions, 'site' | 'session' | 'routes'>): SessionSecurityScheme {
  const login = routes.login ? ` A browser gets it at ${site.basePath}${routes.login.path}.` : '';
  return {
    type: 'apiKey',
    in: 'cookie',
    name: nameOnSite(session.cookieName, site),
    description: `The session of a user who is logged in.${login}`,
  };
}
