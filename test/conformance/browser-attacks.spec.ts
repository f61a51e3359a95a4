import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { Browser, locationOf } from '../support/browser.js';
import { describeOnGrid } from '../support/grid.js';
import type { RelyingParty } from '../support/relying-party.js';

const TIME_TO_COME_TWICE_MS = 200;

describeOnGrid('a browser', {}, (party) => {
  const begin = async (browser: Browser) =>
    party().provider.login(locationOf(await party().begin(browser)));
  const loginCookie = async (browser: Browser) =>
    (await browser.cookies(party().url)).find(([name]) =>
      name.startsWith(party().cookieNames.login),
    ) ?? ['', ''];
  const sessionOf = async (browser: Browser) =>
    (await browser.cookies(party().url)).find(
      ([name]) => name === party().cookieNames.session,
    )?.[1] ?? '';
  const tokenRequests = () => party().provider.sent('token').length;

  /** Brings back the callback with this cookie alone. */
  const callbackWith = async (parameters: URLSearchParams, name: string, value: string) => {
    const browser = new Browser();
    await browser.setCookie(party().url, name, value);
    const response = await party().callback(browser, parameters);
    return { status: response.status, in: await party().isLoggedIn(browser) };
  };
  const REFUSED = { status: 400, in: false };

  describe('under attack', () => {
    it("A03 does not take part in somebody else's login", async () => {
      const attackers = await begin(new Browser());
      const victim = new Browser();
      await begin(victim);
      expect((await party().callback(victim, attackers)).status).toBe(400);
      expect(await party().isLoggedIn(victim)).toBe(false);
      expect(tokenRequests()).toBe(0);
    });

    it('A04 has another session after every login', async () => {
      const browser = new Browser();
      await party().logIn(browser);
      const planted = await sessionOf(browser);
      await party().logIn(browser);
      expect(await sessionOf(browser)).not.toBe(planted);
    });

    it('A05 completes a login once, however often it comes back', async () => {
      const browser = new Browser();
      const parameters = await begin(browser);
      const copies = await Promise.all(Array.from({ length: 8 }, () => browser.copy()));
      party().provider.answer('token', async (honest) => {
        await setTimeout(TIME_TO_COME_TWICE_MS);
        return honest;
      });
      const answers = await Promise.all(copies.map((copy) => party().callback(copy, parameters)));
      expect(tokenRequests()).toBe(1);
      // They came at once, so that the answers are the same, and so is the session in them.
      expect(new Set(answers.map(locationOf))).toEqual(new Set([party().wanted]));
      expect(new Set(await Promise.all(copies.map(sessionOf))).size).toBe(1);
    });

    it('A05 takes no part in a login that comes back elsewhere at the same time', async () => {
      const browser = new Browser();
      const parameters = await begin(browser);
      const thief = new Browser();
      await begin(thief);
      const [answer, stolen] = await Promise.all(
        [browser, thief].map((each) => party().callback(each, parameters)),
      );
      expect([answer?.status, stolen?.status]).toEqual([303, 400]);
      expect(await party().isLoggedIn(thief)).toBe(false);
      expect(tokenRequests()).toBe(1);
    });

    it('A10 cannot choose what a login asks for', async () => {
      const query =
        'prompt=none&acr_values=weak&login_hint=x&scope=all&redirect_uri=https://evil.example';
      const response = await new Browser().navigate(`${party().url}/auth/login?${query}`);
      const { searchParams } = new URL(locationOf(response));
      expect(searchParams.get('scope')).toBe('openid');
      expect(searchParams.get('redirect_uri')).toBe(`${party().url}/auth/callback`);
      expect(
        ['prompt', 'acr_values', 'login_hint'].filter((name) => searchParams.has(name)),
      ).toEqual([]);
    });

    it('A13 is not sent to log in from within a frame', async () => {
      const headers = { accept: 'text/html', 'sec-fetch-dest': 'iframe' };
      for (const [path, status] of [
        ['/me', 401],
        ['/auth/login', 403],
      ] as const) {
        const answer = await new Browser().fetch(party().url + path, { headers });
        expect(answer.status).toBe(status);
        expect(answer.headers.get('set-cookie')).toBeNull();
        expect(await answer.text()).toContain(`<a href="${party().url}${path}" target="_top">`);
      }
      expect(party().provider.requests).toEqual([]);
    });

    it('A16 is nobody when it has two sessions', async () => {
      const browser = new Browser();
      await party().logIn(browser);
      const session = await sessionOf(browser);
      const name = party().cookieNames.session;
      const cookie = `${name}=planted; ${name}=${session}`;
      expect((await fetch(`${party().url}/me`, { headers: { cookie } })).status).toBe(401);
    });

    it('A17 brings back the cookie of another login', async () => {
      const [one, other] = [new Browser(), new Browser()];
      const parameters = await begin(one);
      await begin(other);
      const [name] = await loginCookie(one);
      const [, value] = await loginCookie(other);
      expect(await callbackWith(parameters, name, value)).toEqual(REFUSED);
    });

    it.each<[string, (value: string) => string]>([
      ['with a bit flipped', (value) => flip(value, 40)],
      ['with a bit flipped in its tag', (value) => flip(value, 24)],
      ['with another version', (value) => `C${value.slice(1)}`],
      ['cut short', (value) => value.slice(0, -8)],
      ['cut to nothing', () => ''],
      ['made longer', (value) => `${value}AAAA`],
      ['in capitals', (value) => value.toUpperCase()],
    ])('A17 brings back the cookie %s', async (_how, tamper) => {
      const browser = new Browser();
      const parameters = await begin(browser);
      const [name, value] = await loginCookie(browser);
      expect(await callbackWith(parameters, name, tamper(value))).toEqual(REFUSED);
      expect(tokenRequests()).toBe(0);
    });

    it('A17 uses the cookie of a login as a session, and a session as that', async () => {
      const browser = new Browser();
      await party().logIn(browser);
      const parameters = await begin(browser);
      const [name, value] = await loginCookie(browser);
      const forged = new Browser();
      await forged.setCookie(party().url, party().cookieNames.session, value);
      expect(await party().isLoggedIn(forged)).toBe(false);
      expect(await callbackWith(parameters, name, await sessionOf(browser))).toEqual(REFUSED);
    });

    it('N10 sends two hundred cookies, and logs in', async () => {
      const browser = new Browser();
      const parameters = await begin(browser);
      const [name, value] = await loginCookie(browser);
      const crowded = new Browser();
      for (let noise = 0; noise < 200; noise += 1) {
        await crowded.setCookie(party().url, `noise-${noise}`, '%=%zz%00');
      }
      await crowded.setCookie(party().url, name, value);
      const response = await party().callback(crowded, parameters);
      expect(response.status).toBe(303);
    });
  });

  describe('that lies of its host', () => {
    it.each<[string, Record<string, string>]>([
      ['Host', { host: 'evil.example' }],
      ['X-Forwarded-Host', { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }],
      ['Forwarded', { forwarded: 'host=evil.example' }],
      ['X-Original-URL', { 'x-original-url': '//evil.example/' }],
    ])('N04 changes nothing by %s', async (_name, headers) => {
      const answers = await Promise.all(
        ['/auth/login', '/me', '/auth/logged-out', '/auth/callback?state=x'].map((path) =>
          ask(party(), path, { accept: 'text/html', ...headers }),
        ),
      );
      expect(answers.join('\n')).not.toContain('evil.example');
    });
  });

  it('N05 finds nothing below or beside our routes', async () => {
    for (const path of [
      '/auth/callback/x.css',
      '/auth/login/..%2f',
      '/.well-known/jwks.json/x',
      '/auth/',
    ]) {
      expect((await new Browser().fetch(party().url + path)).status).toBe(404);
    }
  });
});

/** Another letter, and so other bits, at one place. */
function flip(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}

/** All that is answered, head and body, to a request whose headers are wholly ours. */
async function ask(
  { url }: RelyingParty,
  path: string,
  headers: Record<string, string>,
): Promise<string> {
  const call = request(url + path, { headers }).end();
  const [response] = (await once(call, 'response')) as [IncomingMessage]; // what the event carries
  const chunks: Buffer[] = await response.toArray();
  return `${response.rawHeaders.join(' ')}\n${Buffer.concat(chunks).toString()}`;
}
