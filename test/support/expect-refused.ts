import { expect } from '@jest/globals';
import type { CriiptoAuthErrorCode } from 'nestjs-criipto-auth';

import { Browser } from './browser.js';
import { expectNoSecrets } from './expect-no-secrets.js';
import type { LoginAttempt, RelyingParty } from './relying-party.js';
import type { StubProvider } from './stub-provider.js';

export interface Fault {
  /** What the provider does wrong. */
  readonly misbehave?: (provider: StubProvider) => void;
  /** What happens to the parameters on their way back. */
  readonly tamper?: (parameters: URLSearchParams) => URLSearchParams;
  /** By which code it is refused. */
  readonly code: CriiptoAuthErrorCode;
  /** Refused only after userinfo, whose claims count. */
  readonly asksUserinfo?: boolean;
  /** What the provider complains of, when that is somebody else's doing. */
  readonly complaints?: readonly string[];
}

/** A row of a table of faults: what the suite calls it, the code, and what the provider does. */
export type Misbehaviour = readonly [
  name: string,
  code: CriiptoAuthErrorCode,
  misbehave: (provider: StubProvider) => void,
];

const USED_UP: CriiptoAuthErrorCode = 'login_already_used';
/** Codes of callbacks that belong to no login, and so use none up. */
const OF_NO_LOGIN: ReadonlySet<CriiptoAuthErrorCode> = new Set([
  'callback_malformed',
  'login_unknown',
]);
/** Codes of what is refused before the code is exchanged. */
const BEFORE_EXCHANGE = /^(discovery|callback|issuer|login)_/;

/** Refusing is more than an error page. These eight points hold for every refused login. */
export async function expectRefused(party: RelyingParty, fault: Fault): Promise<void> {
  const { provider } = party;
  const browser = new Browser();
  provider.requests.length = 0;
  fault.misbehave?.(provider);
  const attempt = await party.logIn(browser, fault.tamper);
  const answer = await textOf(attempt.response);

  // 1. A reason that can be looked up
  expectReason(party, fault);
  // 2. A plain answer that tells the browser nothing
  expectPlain(party, attempt.response, answer, fault);
  // 3. No session, and no cookie that could become one
  expect(await party.isLoggedIn(browser)).toBe(false);
  expect(await browser.cookieNames(party.url)).not.toContain(party.cookieNames.session);
  // 4. Nothing more is asked of the provider
  expect(provider.sent('userinfo').length).toBe(fault.asksUserinfo ? 1 : 0);
  expect(provider.sent('token').length).toBeLessThanOrEqual(
    BEFORE_EXCHANGE.test(fault.code) ? 0 : 1,
  );
  // 5. All that it was asked was right
  expect(provider.complaints).toEqual(fault.complaints ?? []);
  provider.complaints.length = 0;
  // 6. The login is used up, even for a browser that kept its cookies, if it was one
  await expectUsedUp(party, fault, attempt);
  // 7. No secret anywhere
  expectNoSecrets(party);
  // 8. A new login in the same browser succeeds
  provider.beHonest();
  const again = await party.logIn(browser);
  expect(again.response.status).toBe(303);
  expect(await browser.cookieNames(party.url)).toContain(party.cookieNames.session);
}

function expectReason({ refusals, log }: RelyingParty, { code }: Fault): void {
  expect(refusals.map((refusal) => refusal.code)).toEqual([code]);
  for (const { correlationId } of refusals)
    expect(log.text).toContain(`${code} (${correlationId})`);
}

function expectPlain(
  { refusals }: RelyingParty,
  { status, headers }: Response,
  answer: string,
  { code }: Fault,
): void {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(headers.get('cache-control')).toContain('no-store');
  expect(answer).not.toContain(code);
  expect(answer).toContain(refusals[0]?.correlationId);
}

async function expectUsedUp(
  party: RelyingParty,
  { code }: Fault,
  { callback }: LoginAttempt,
): Promise<void> {
  if (!callback) return;
  const { before, parameters } = callback;
  const sent = party.provider.sent('token').length;
  const again = await party.callback(before, parameters);
  expect(again.status).toBeGreaterThanOrEqual(400);
  // What brings no code leaves nothing behind here, and can be tried again by who kept the cookies.
  const isAgain = OF_NO_LOGIN.has(code) || !parameters.has('code');
  expect(isAgain ? [code, USED_UP] : [USED_UP]).toContain(party.refusals.at(-1)?.code);
  expect(await before.cookieNames(party.url)).not.toContain(party.cookieNames.session);
  expect(party.provider.sent('token').length).toBe(sent);
}

/** All that the browser sees: headers and body. */
async function textOf(response: Response): Promise<string> {
  return `${JSON.stringify([...response.headers])}\n${await response.text()}`;
}
