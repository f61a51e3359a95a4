import { Controller, Get, UseGuards } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessToken, BearerGuard, CriiptoAuthGuard, CurrentUser } from 'nestjs-criipto-auth';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { logoutToken } from '../support/logout-token.js';
import { providerKey } from '../support/provider-key.js';
import { generalProfile } from '../support/provider-profile.js';
import { RelyingParty } from '../support/relying-party.js';

const API = 'https://api.example.com';
const FLOOD = 100;
/** Of an access token that is good for 120 seconds. */
const EXPIRED = 121;

@Controller()
class Pages {
  @Get('orders')
  @UseGuards(CriiptoAuthGuard)
  orders(@AccessToken() token: string) {
    return { token };
  }

  @Get('api')
  @UseGuards(BearerGuard)
  api(@CurrentUser('sub') sub: string) {
    return { sub };
  }
}

describe.each(HTTP_ADAPTERS)('strangers who invent names of keys, on %s,', (_name, adapter) => {
  let party: RelyingParty;
  beforeAll(async () => {
    party = await RelyingParty.start({
      adapter,
      responseMode: 'query',
      options: { userInfo: false, bearer: { audience: API } },
      profile: () => ({ ...generalProfile(), refreshes: true, expiresIn: 120 }),
      keepsTokens: true,
      controllers: [Pages],
    });
  }, 30_000);
  afterAll(() => party.stop());
  afterEach(() => {
    expect(party.provider.complaints).toEqual([]);
    party.reset();
  });

  const keyFetches = () => party.provider.sent('jwks').length;
  const orders = async (browser: Browser) => (await browser.fetch(`${party.url}/orders`)).status;

  async function loggedIn(): Promise<Browser> {
    const browser = new Browser();
    expect((await party.logIn(browser)).response.status).toBe(303);
    return browser;
  }

  async function callApi(header: object = {}): Promise<number> {
    const now = party.clock.seconds();
    const claims = { iss: party.provider.issuer, aud: API, sub: 'user-1', iat: now, exp: now + 60 };
    const token = await party.provider.sign(claims, { typ: 'at+jwt', ...header });
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${party.url}/api`, { headers })).status;
  }

  async function tellLogout(header: object = {}): Promise<number> {
    const token = await logoutToken(
      party.provider,
      party.clock.seconds(),
      { sid: undefined },
      header,
    );
    return (await party.postLogout({ logout_token: token })).status;
  }

  /** Logout tokens and tokens for the API, by turns, each with another name. */
  async function flood(): Promise<void> {
    const names = Array.from({ length: FLOOD }, (_, nth) => ({ kid: `invented-${nth}` }));
    await Promise.all(names.map((kid, nth) => (nth % 2 ? tellLogout(kid) : callApi(kid))));
    // Those that come together are one attempt.
    for (const kid of ['one more', 'and another']) await tellLogout({ kid });
  }

  /** The provider signs with another key from now on, which it publishes just now. */
  function rotate(nth: number): void {
    party.provider.keys = [providerKey('RS256', nth)];
  }

  it('do not flood the provider, however long they go on', async () => {
    await loggedIn();
    const before = keyFetches();
    for (let halfMinute = 0; halfMinute < 4; halfMinute += 1) {
      await flood();
      party.clock.advance(30);
    }
    // Two at once, and one for each half minute.
    expect(keyFetches() - before).toBeLessThanOrEqual(2 + 4);
    expect(party.log.text).toContain('warn Back-channel logout refused: provider_keys_unavailable');
    expect(party.log.text).not.toContain('error ');
  });

  it('keep nobody from logging in when the provider rotates in that second', async () => {
    await loggedIn();
    await flood();
    rotate(2);
    expect(await orders(await loggedIn())).toBe(200);
    await flood();
    rotate(3);
    expect(await orders(await loggedIn())).toBe(200);
  });

  it('end no session that is refreshed when the provider rotates in that second', async () => {
    const browser = await loggedIn();
    party.clock.advance(EXPIRED);
    await flood();
    rotate(2);
    expect(await orders(browser)).toBe(200);
    expect(party.refreshFailures).toEqual([]);
  });

  it('have a logout by the new key told again, and not lost', async () => {
    const browser = await loggedIn();
    await flood();
    rotate(2);
    expect([await tellLogout(), await callApi()]).toEqual([503, 503]);
    expect(await party.isLoggedIn(browser)).toBe(true);
    party.clock.advance(30);
    expect([await tellLogout(), await callApi()]).toEqual([200, 200]);
    expect(await party.isLoggedIn(browser)).toBe(false);
  });

  it('are of no account as soon as somebody has logged in by the new key', async () => {
    await loggedIn();
    await flood();
    rotate(2);
    await loggedIn();
    expect([await tellLogout(), await callApi()]).toEqual([200, 200]);
  });
});
