import type { UserMapper } from '../eid/user/user-mapper.js';
import type { ResolvedKeySource } from '../keys/sources/key-source.js';
import type { CookieNames } from './cookie-names.js';
import type { Site } from './reading/site.js';
import type { ResolvedAssertion } from './sections/assertion-options.js';
import type { AuditOption } from './sections/audit-option.js';
import type { ResolvedBearer } from './sections/bearer-options.js';
import type { ResolvedCiba } from './sections/ciba-options.js';
import type { BasicAuthorization } from './sections/client-secret-option.js';
import type { ResolvedHeadless } from './sections/headless-options.js';
import type { ResolvedHttp } from './sections/http-options.js';
import type { ResolvedIdToken } from './sections/id-token-options.js';
import type { ResolvedLogin } from './sections/login-options.js';
import type { ResolvedLogout } from './sections/logout-options.js';
import type { ResolvedPages } from './sections/pages-options.js';
import type { Routes } from './sections/routes-options.js';
import type { ResolvedSession } from './sections/session-options.js';
import type { ResolvedTransaction } from './sections/transaction-options.js';
import type { UserInfoOption } from './sections/user-info-options.js';

/**
 * The options as the library uses them: checked, complete, frozen, and without a secret in sight. Also the token to
 * inject them by. Durations are seconds.
 */
export abstract class ResolvedOptions {
  abstract readonly issuer: string;
  abstract readonly clientId: string;
  /** There while a migration takes, in which the application authenticates by its `clientSecret` and not by an assertion. */
  abstract readonly basicAuthorization: BasicAuthorization | undefined;
  abstract readonly site: Site;
  /** By default, and of all but the session's always. */
  abstract readonly cookieNames: CookieNames;
  abstract readonly routes: Routes;
  abstract readonly keys: ResolvedKeySource;
  abstract readonly session: ResolvedSession;
  abstract readonly login: ResolvedLogin;
  abstract readonly assertion: ResolvedAssertion;
  abstract readonly idToken: ResolvedIdToken;
  abstract readonly userInfo: UserInfoOption;
  abstract readonly transaction: ResolvedTransaction;
  abstract readonly logout: ResolvedLogout;
  abstract readonly pages: ResolvedPages;
  abstract readonly ciba: ResolvedCiba;
  abstract readonly headless: ResolvedHeadless;
  /** Which tokens an API takes; `undefined` where there is none. */
  abstract readonly bearer: ResolvedBearer | undefined;
  abstract readonly http: ResolvedHttp;
  /** Whether to refuse what the Finnish Trust Network does not allow. */
  abstract readonly ftn: boolean;
  abstract readonly mapUser: UserMapper | undefined;
  abstract readonly audit: AuditOption;
  /** Whose pages may open a WebSocket with a session. */
  abstract readonly webSocketOrigins: readonly string[];
}
