import type { EachOf, OptionReader } from '../reading/option-reader.js';
import { ownPath } from '../reading/own-path.js';
import type { ResolvedIdToken } from './id-token-options.js';
import type { ResolvedSession } from './session-options.js';

/** Where a logout goes and ends. It ends the session here in any case. */
export interface LogoutOptions {
  /** Whether to log out at the provider too. @default true */
  readonly provider?: boolean;
  /** Where the browser ends after logout: a path of this application. @default a page that says so */
  readonly returnTo?: string;
  /**
   * Whether to keep the ID token in the session, and to name it to the provider at logout. Needs
   * `session.store`. It stands in the address of the logout. @default false
   */
  readonly idTokenHint?: boolean;
}

export type ResolvedLogout = ReturnType<typeof logoutOptions>;

/** What the ID token hint depends on. */
interface LogoutDependencies {
  readonly session: ResolvedSession;
  readonly idToken: ResolvedIdToken;
}

export function logoutOptions(
  section: OptionReader<LogoutOptions>,
  dependencies: LogoutDependencies,
) {
  return {
    provider: section.boolean('provider', true),
    returnTo:
      section.optionalText('returnTo') === undefined ? undefined : ownPath(section, 'returnTo'),
    idTokenHint: idTokenHintOf(section, dependencies),
  } as const satisfies EachOf<LogoutOptions>;
}

function idTokenHintOf(
  section: OptionReader<LogoutOptions>,
  { session, idToken }: LogoutDependencies,
): boolean {
  const idTokenHint = section.boolean('idTokenHint', false);
  if (idTokenHint && session.store === undefined)
    section.problem('idTokenHint', 'needs `session.store`: no ID token fits into a cookie');
  if (idTokenHint && idToken.decryption)
    section.problem(
      'idTokenHint',
      'cannot be used with encrypted ID tokens: what they hide would stand in the address of the logout',
    );
  return idTokenHint;
}
