import type { OptionReader } from '../reading/option-reader.js';
import { ownPath } from '../reading/own-path.js';
import type { ResolvedOptions } from '../resolved-options.js';

export function logoutOptions(
  section: OptionReader,
  { session, idToken }: Pick<ResolvedOptions, 'session' | 'idToken'>,
): ResolvedOptions['logout'] {
  section.allow('provider', 'returnTo', 'idTokenHint');
  const idTokenHint = section.boolean('idTokenHint', false);
  if (idTokenHint && session.store === undefined)
    section.problem('idTokenHint', 'needs `session.store`: no ID token fits into a cookie');
  if (idTokenHint && idToken.decryption)
    section.problem(
      'idTokenHint',
      'cannot be used with encrypted ID tokens: what they hide would stand in the address of the logout',
    );
  return {
    provider: section.boolean('provider', true),
    returnTo:
      section.optionalText('returnTo') === undefined ? undefined : ownPath(section, 'returnTo'),
    idTokenHint,
  };
}
