import { expect, it } from '@jest/globals';

import { Browser, locationOf } from '../support/browser.js';
import { describeOnGrid } from '../support/grid.js';
import { oidccProfile } from '../support/provider-profile.js';
import type { RelyingParty } from '../support/relying-party.js';

const LOGGED_OUT = 'You are logged out';

/** Of all the characters that a provider may make it of. */
const SID = 'a"b\\c+d%e&f;g';

const profile = () => ({ ...oidccProfile(), claims: { sid: SID } });

describeOnGrid('RP-initiated logout', { profile }, logoutCases);

const idTokenHint = { profile, storesSessions: true, options: { logout: { idTokenHint: true } } };

describeOnGrid('RP-initiated logout with id_token_hint', idTokenHint, (party) => {
  logoutCases(party);

  it('names the ID token of the login, to the letter', async () => {
    const { provider } = party();
    const browser = new Browser();
    await party().logIn(browser);
    await party().logIn(browser);
    await browser.navigate(locationOf(await party().logOut(browser)));
    const [request] = provider.sent('endSession');
    expect(request?.url.searchParams.get('id_token_hint')).toBe(provider.idTokens[1]);
  });

  it('names none for a browser that is not logged in', async () => {
    const atProvider = locationOf(await party().logOut(new Browser()));
    expect(new URL(atProvider).searchParams.has('id_token_hint')).toBe(false);
  });
});

function logoutCases(party: () => RelyingParty): void {
  /** Logs in and out, and comes back from the provider as it says. */
  const logOut = async (
    browser: Browser,
    tamper: (back: URL) => void = () => undefined,
  ): Promise<Response> => {
    await party().logIn(browser);
    const atProvider = await browser.navigate(locationOf(await party().logOut(browser)));
    const back = new URL(locationOf(atProvider));
    tamper(back);
    return browser.navigate(back.href);
  };

  it('oidcc-client-test-rp-init-logout', async () => {
    const browser = new Browser();
    const landing = await logOut(browser);
    expect(await landing.text()).toContain(LOGGED_OUT);
    expect(await party().isLoggedIn(browser)).toBe(false);
    expect(await browser.cookieNames(party().url)).toEqual([]);
    expect(party().provider.sent('endSession')).toHaveLength(1);
  });

  it.each<[string, (back: URL) => void]>([
    [
      'oidcc-client-test-rp-init-logout-other-state',
      ({ searchParams }) => searchParams.set('state', `${searchParams.get('state')}_INVALID`),
    ],
    [
      'oidcc-client-test-rp-init-logout-no-state',
      ({ searchParams }) => searchParams.delete('state'),
    ],
    [
      'L3 a way on that somebody else names',
      ({ searchParams }) => {
        for (const name of ['url', 'returnTo', 'post_logout_redirect_uri'])
          searchParams.set(name, 'https://evil.example');
      },
    ],
  ])('%s', async (_case, tamper) => {
    const browser = new Browser();
    const landing = await logOut(browser, tamper);
    expect([landing.status, landing.headers.get('location')]).toEqual([200, null]);
    expect(await landing.text()).toContain(LOGGED_OUT);
    expect(await party().isLoggedIn(browser)).toBe(false);
  });

  it.each<[string, Record<string, string>]>([
    ['a link on another site', { 'sec-fetch-site': 'cross-site' }],
    ['a form on another site', { origin: 'https://evil.example' }],
    ['a form on a neighbouring host', { 'sec-fetch-site': 'same-site' }],
  ])('L1 not by %s', async (_by, headers) => {
    const browser = new Browser();
    await party().logIn(browser);
    expect((await party().logOut(browser, headers)).status).toBe(403);
    expect(await party().isLoggedIn(browser)).toBe(true);
    expect(party().provider.sent('endSession')).toEqual([]);
  });

  it('L2 here alone, when the provider has no place for it', async () => {
    const { provider, url } = party();
    provider.alter('discovery', { end_session_endpoint: undefined });
    const browser = new Browser();
    await party().logIn(browser);
    expect(locationOf(await party().logOut(browser))).toBe(`${url}/auth/logged-out`);
    expect(await party().isLoggedIn(browser)).toBe(false);
  });
}
