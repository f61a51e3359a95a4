import { expect } from '@jest/globals';

import { Browser } from './browser.js';
import type { RelyingParty } from './relying-party.js';
import type { StubProvider } from './stub-provider.js';

/** Accepting is more than a session. These points hold for every login that succeeds. */
export async function expectAccepted(
  party: RelyingParty,
  behave: (provider: StubProvider) => void = () => undefined,
  browser = new Browser(),
): Promise<void> {
  const { provider } = party;
  const sent = { token: provider.sent('token').length, userinfo: provider.sent('userinfo').length };
  behave(provider);
  const { response } = await party.logIn(browser);

  // 1. The browser is where it wanted to be, and nothing of the callback stays in its history or goes on from there
  expect([response.status, response.headers.get('location')]).toEqual([303, party.wanted]);
  expect(response.headers.get('cache-control')).toContain('no-store');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  // 2. A session
  expect(await party.isLoggedIn(browser)).toBe(true);
  // 3. The code was exchanged once, and the access token used
  expect(provider.sent('token')).toHaveLength(sent.token + 1);
  expect(provider.sent('userinfo')).toHaveLength(sent.userinfo + 1);
}
