import { expect } from '@jest/globals';
import type { CriiptoAuthErrorCode } from 'nestjs-criipto-auth';

import { Browser } from './browser.js';
import type { RelyingParty } from './relying-party.js';

export interface Fault {
  /** What the provider does wrong. */
  readonly misbehave?: (provider: RelyingParty['provider']) => void;
  /** What happens to the parameters on their way back. */
  readonly tamper?: (parameters: URLSearchParams) => URLSearchParams;
  /** By which code it is refused; a test may allow several where the wire leaves a choice. */
  readonly code: CriiptoAuthErrorCode;
}

/** Refusing is more than an error page. These eight points hold for every refused login. */
export async function expectRefused(party: RelyingParty, fault: Fault): Promise<void> {
  const { provider, log, refusals } = party;
  const browser = new Browser();
  provider.requests.length = 0;
  refusals.length = 0;
  fault.misbehave?.(provider);
  const { response, parameters } = await party.logIn(browser, fault.tamper);
  const page = await response.text();

  // 1. A reason that can be looked up
  expect(refusals).toEqual([fault.code]);
  expect(log.text).toContain(fault.code);
  // 2. A plain answer that tells the browser nothing
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(page).not.toContain(fault.code);
  // 3. No session, and no cookie that could become one
  expect(await party.isLoggedIn(browser)).toBe(false);
  expect(await browser.cookieNames(party.url)).not.toContain('criipto-session');
  // 4. Nothing more is asked of the provider
  if (!fault.code.startsWith('userinfo')) expect(provider.sent('userinfo')).toEqual([]);
  expect(provider.sent('token').length).toBeLessThanOrEqual(1);
  // 5. Every assertion that was sent was a good one
  expect(provider.sent('unknown')).toEqual([]);
  // 6. The login is used up
  if (parameters) await expectUsedUp(party, browser, parameters);
  // 7. No secret in the log
  expectNoSecrets(log.text, provider, parameters);
  // 8. A new login in the same browser succeeds
  provider.beHonest();
  const again = await party.logIn(browser);
  expect(again.response.status).toBe(303);
  expect(await party.isLoggedIn(browser)).toBe(true);
}

async function expectUsedUp(
  party: RelyingParty,
  browser: Browser,
  parameters: URLSearchParams,
): Promise<void> {
  const sent = party.provider.sent('token').length;
  const again = await party.callback(browser, parameters);
  expect(again.status).toBeGreaterThanOrEqual(400);
  expect(party.provider.sent('token')).toHaveLength(sent);
}

function expectNoSecrets(
  log: string,
  provider: RelyingParty['provider'],
  parameters: URLSearchParams | undefined,
): void {
  const assertions = provider.requests.map(({ form }) => form.get('client_assertion'));
  const secrets = [...assertions, parameters?.get('code'), parameters?.get('state')];
  for (const secret of secrets) if (secret) expect(log).not.toContain(secret);
  expect(log).not.toMatch(/eyJ[\w-]{10}/);
}
