import { randomUUID } from 'node:crypto';

import { CLIENT_ID } from './resolved-options.js';
import type { StubProvider } from './stub-provider.js';

/** A logout token as providers send it, but for these claims and header members; `undefined` leaves one out. */
export function logoutToken(
  provider: Pick<StubProvider, 'issuer' | 'sign'>,
  now: number,
  claims: object = {},
  header: object = {},
): Promise<string> {
  const honest = {
    iss: provider.issuer,
    sub: 'user-1',
    aud: CLIENT_ID,
    iat: now,
    exp: now + 120,
    jti: randomUUID(),
    sid: 'session-1',
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    ignored_claim: 'ignored',
  };
  return provider.sign({ ...honest, ...claims }, header);
}
