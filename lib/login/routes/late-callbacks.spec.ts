import { beforeEach, describe, expect, it } from '@jest/globals';

import { BrowserCookies } from '../../../test/support/browser-cookies.js';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { FakeExchange } from '../../../test/support/fake-exchange.js';
import { COOKIES, resolvedOptions } from '../../../test/support/resolved-options.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { notePageFacts, pageFactsOf } from '../../errors/page-facts.js';
import { Cookies } from '../../http/cookies.js';
import type { RoutesOptions } from '../../options/sections/routes-options.js';
import { LateCallbacks } from './late-callbacks.js';

const FROM_PROVIDER = { accept: 'text/html', 'sec-fetch-site': 'cross-site' };
const SENT_ON = '/auth/callback?late';

let browser: BrowserCookies;
let clock: FakeClock;
let late: LateCallbacks;

beforeEach(async () => {
  browser = new BrowserCookies();
  clock = new FakeClock();
  late = await lateCallbacks();
});

const lateCallbacks = async (routes: RoutesOptions = {}) =>
  new LateCallbacks(await resolvedOptions({}, routes), clock);
const cookies = () => new Cookies(browser.carrier(), { secure: true });
const posted = (headers: Readonly<Record<string, string>> = FROM_PROVIDER, method = 'POST') =>
  new FakeExchange({ url: '/auth/callback', method, headers });
const expired = () => new CriiptoAuthError('login_expired', 'This login took longer than 900 s');

describe('a callback by form that came too late', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ["from the provider's site", FROM_PROVIDER],
    ['in a browser that does not tell from where', { accept: 'text/html' }],
  ])('is sent on to the same route, with nothing in its address: %s', (_from, headers) => {
    expect(late.pathAfter(expired(), posted(headers), cookies())).toBe(SENT_ON);
  });

  it.each<[string, FakeExchange]>([
    ['by a query, which brings every cookie', posted(FROM_PROVIDER, 'GET')],
    ['from a page of our own', posted({ ...FROM_PROVIDER, 'sec-fetch-site': 'same-origin' })],
    ['from a program', posted({ accept: '*/*' })],
  ])('is answered at once where it came %s', (_how, exchange) => {
    expect(late.pathAfter(expired(), exchange, cookies())).toBeUndefined();
    expect(browser.received).toEqual([]);
  });

  it('is sent on to a route of ours beside one of the application, which may take forms alone', async () => {
    const own = await lateCallbacks({ callback: { path: '/my/callback', mount: false } });
    expect(own.pathAfter(expired(), posted(), cookies())).toBe('/my/callback/late');
  });

  it('tells what was wrong when it arrives there, once', () => {
    const error = expired();
    notePageFacts(error, { wayBack: '/transfer' });
    notePageFacts(error, { wantedPage: '/orders' });
    late.pathAfter(error, posted(), cookies());
    const recalled = late.recall(cookies());
    expect(recalled).toMatchObject({
      code: 'login_expired',
      message: error.message,
      correlationId: error.correlationId,
    });
    expect(recalled && pageFactsOf(recalled).wayBack).toBe('/transfer');
    expect(recalled && pageFactsOf(recalled).wantedPage).toBe('/orders');
    expect(late.recall(cookies())).toBeUndefined();
  });

  it('tells nothing when it took a minute to arrive', () => {
    late.pathAfter(expired(), posted(), cookies());
    clock.advance(60);
    expect(late.recall(cookies())).toBeUndefined();
  });

  it('keeps what was wrong where nobody reads or changes it', () => {
    late.pathAfter(expired(), posted(), cookies());
    const [received = ''] = browser.received;
    expect(received).toMatch(
      /^__Host-criipto-logins-late-[\w-]{8}=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Lax; Max-Age=60$/,
    );
    browser.held.set(`__Host-${COOKIES.lateCallback}`, 'forged');
    expect(late.recall(cookies())).toBeUndefined();
  });
});

describe('a browser was sent on', () => {
  it.each([
    [true, 'GET', SENT_ON],
    [false, 'POST', SENT_ON],
    [false, 'GET', '/auth/callback'],
    [false, 'GET', '/auth/callback?late&code=a&state=b'],
  ])('%s: %s %s', (isSentOn, method, url) => {
    expect(late.isSentOn(new FakeExchange({ method, url }))).toBe(isSentOn);
  });
});
