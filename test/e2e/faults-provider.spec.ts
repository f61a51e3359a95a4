import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { RelyingParty } from '../support/relying-party.js';
import type { Answer, Endpoint } from '../support/stub-provider.js';

const HOUR = 3600;
const MANY = 100;
const ENDPOINTS: readonly Endpoint[] = ['discovery', 'jwks', 'token', 'userinfo'];

/** What a provider may do instead of granting tokens: the code, the status, and when to try again. */
type Trouble = readonly [string, string, number, string | null, Answer | (() => undefined)];
const AWAY = 'provider_temporarily_unavailable';
const TROUBLES: readonly Trouble[] = [
  ['500', AWAY, 503, '5', { status: 500 }],
  ['502', AWAY, 503, '5', { status: 502, body: '<h1>Bad gateway</h1>' }],
  ['503', AWAY, 503, '5', { status: 503 }],
  ['504', AWAY, 503, '5', { status: 504 }],
  ['429', AWAY, 503, '5', { status: 429, headers: { 'Retry-After': '120' } }],
  ['a reset', 'provider_unreachable', 503, '5', () => undefined],
  ['half', 'provider_timeout', 504, null, { headers: { 'Content-Length': '9' }, body: '{' }],
];

describe.each(HTTP_ADAPTERS)('while the provider is out of order, on %s', (_name, adapter) => {
  let party: RelyingParty;
  beforeAll(async () => {
    party = await RelyingParty.start({
      adapter,
      responseMode: 'query',
      options: { userInfo: false, http: { allowInsecureLoopback: true, timeouts: { request: 1 } } },
    });
  }, 30_000);
  afterAll(() => party.stop());
  afterEach(() => party.reset());

  const codes = () => party.refusals.map(({ code }) => code);
  const statusOf = async (browser: Browser, path: string) =>
    (await browser.fetch(party.url + path)).status;
  const refusal = ({ status, headers }: Response) => [status, headers.get('retry-after')];

  /** What does not need a provider. */
  async function expectOwnRoutesUp(): Promise<void> {
    expect(await statusOf(new Browser(), '/.well-known/jwks.json')).toBe(200);
    expect(await statusOf(new Browser(), '/auth/logged-out')).toBe(200);
    expect(await statusOf(new Browser(), '/me')).toBe(401);
  }

  async function expectHealed(browser = new Browser()): Promise<void> {
    expect((await party.logIn(browser)).response.status).toBe(303);
    expect(await party.isLoggedIn(browser)).toBe(true);
  }

  it('X01 nobody can begin a login, until it is there', async () => {
    await party.provider.stop();
    expect(refusal(await party.begin(new Browser()))).toEqual([503, '5']);
    expect(codes()).toEqual(['discovery_failed']);
    await expectOwnRoutesUp();
    await party.provider.comeBack();
    await expectHealed();
  });

  it('X02 who is logged in stays so, and can log out', async () => {
    const [staying, leaving] = [new Browser(), new Browser()];
    for (const browser of [staying, leaving]) await party.logIn(browser);
    await party.provider.stop();
    party.clock.advance(20 * 60);
    expect(await party.isLoggedIn(staying)).toBe(true);
    await party.logOut(leaving);
    expect(await party.isLoggedIn(leaving)).toBe(false);
    party.clock.advance(20 * 60);
    expect(await party.isLoggedIn(staying)).toBe(true);
    await expectOwnRoutesUp();
    await party.provider.comeBack();
  });

  it('X02 nobody who is logged in is logged out by a login that fails', async () => {
    const browser = new Browser();
    await party.logIn(browser);
    for (const endpoint of ENDPOINTS) party.provider.answer(endpoint, { status: 500 });
    expect((await party.logIn(browser)).response.status).toBe(503);
    expect(await party.isLoggedIn(browser)).toBe(true);
  });

  it('X03 a hundred logins that hang are given up in time, and hold nobody else up', async () => {
    const waiting = new Browser();
    await party.logIn(waiting);
    party.provider.answer('token', () => new Promise(() => undefined));
    const hanging = Array.from({ length: MANY }, () => party.logIn(new Browser()));
    const all = Promise.all(hanging);
    while (party.provider.sent('token').length < MANY) await expectOwnRoutesUp();
    expect(await party.isLoggedIn(waiting)).toBe(true);
    const statuses = (await all).map(({ response }) => response.status);
    expect(statuses).toEqual(Array(MANY).fill(504));
    expect(new Set(codes())).toEqual(new Set(['provider_timeout']));
    party.provider.beHonest();
    await expectHealed();
  });

  it.each(TROUBLES)('X11 %s of an answer for a code', async (_what, code, status, wait, answer) => {
    const browser = new Browser();
    party.provider.answer('token', answer);
    const { response } = await party.logIn(browser);
    expect(refusal(response)).toEqual([status, wait]);
    expect(await response.text()).toContain('Try again in a moment.');
    expect(codes()).toEqual([code]);
    await expectOwnRoutesUp();
    party.provider.beHonest();
    await expectHealed(browser);
  });

  it('X12 tokens that are lost on their way are not asked for again, not even by the browser', async () => {
    party.provider.answer('token', (_granted) => undefined);
    const browser = new Browser();
    const { callback } = await party.logIn(browser);
    party.provider.beHonest();
    for (const reloading of [browser, callback?.before ?? browser]) {
      const again = await party.callback(reloading, callback?.parameters ?? new URLSearchParams());
      expect(again.status).toBe(400);
      expect(await again.text()).toContain('Try again');
    }
    expect(party.provider.sent('token')).toHaveLength(1);
    await expectHealed(browser);
  });

  it('X09 half an hour without keys keeps nobody out whose key is known', async () => {
    await party.logIn(new Browser());
    party.clock.advance(2 * HOUR);
    party.provider.answer('jwks', { status: 200, body: {} });
    const before = party.provider.sent('jwks').length;
    for (let minute = 0; minute < 30; minute += 1) {
      party.clock.advance(60);
      expect((await party.logIn(new Browser())).response.status).toBe(303);
    }
    expect(party.provider.sent('jwks').length - before).toBeLessThanOrEqual(30);
  });

  it.each([-25, 25, -30, 30])('X06 a clock that is %p s off lets everybody in', async (off) => {
    party.provider.idToken(({ iat, exp }) => ({ iat: iat + off, exp: exp + off }));
    await expectHealed();
  });

  it.each([
    [600, 'id_token_not_yet_valid'],
    [-600, 'id_token_expired'],
  ])('X07 a clock that is %p s off lets nobody in, and the code says so', async (off, code) => {
    party.provider.idToken(({ iat, exp }) => ({ iat: iat + off, exp: exp + off }));
    expect((await party.logIn(new Browser())).response.status).toBe(401);
    expect(codes()).toEqual([code]);
    party.provider.beHonest();
    await expectHealed();
  });

  it('X08 our clock is set back an hour amid a login', async () => {
    const browser = new Browser();
    const back = party.provider.login(locationOf(await party.begin(browser)));
    party.clock.advance(-HOUR);
    expect((await party.callback(browser, back)).status).toBe(303);
    expect(await party.isLoggedIn(browser)).toBe(true);
    party.clock.advance(HOUR);
  });

  it('X08 our clock is set forward an hour amid a login', async () => {
    const browser = new Browser();
    const back = party.provider.login(locationOf(await party.begin(browser)));
    party.clock.advance(HOUR);
    const late = await party.callback(browser, back);
    expect(late.status).toBe(400);
    expect(await late.text()).toContain('The login took too long');
    expect(codes()).toEqual(['login_expired']);
    await expectHealed(browser);
  });
});
