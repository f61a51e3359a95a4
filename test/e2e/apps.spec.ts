import { Controller, Get, UseGuards } from '@nestjs/common';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AuthEventMap,
  AuthEvents,
  CriiptoAuthGuard,
  type CriiptoUser,
  CurrentUser,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' };
const JSON_WANTED = { accept: 'application/json' };

@Controller()
@UseGuards(CriiptoAuthGuard)
class ProfileController {
  @Get('me')
  me(@CurrentUser() { name }: CriiptoUser) {
    return { name };
  }
}

describe.each(HTTP_ADAPTERS)('an application with code of its own, on %s', (_name, adapter) => {
  const start = appsOn(adapter, {
    controllers: [ProfileController],
    options: { login: { appCallback: true } },
  });
  let app: TestApp;
  beforeAll(async () => {
    app = await start();
  });

  const begin = (browser: Browser, headers: Readonly<Record<string, string>> = {}) =>
    browser.fetch(`${app.url}/auth/login?returnTo=/orders`, {
      headers: { ...JSON_WANTED, ...headers },
    });

  /** The parameters of the callback, as the system hands the redirect URI to a native application. */
  async function callbackOf(browser: Browser, cancel = false): Promise<Record<string, string>> {
    const { authorizationUrl } = (await (await begin(browser)).json()) as Record<string, string>;
    const { url } = await app.fake.approve(authorizationUrl ?? '', { person: 'dk-freja', cancel });
    return Object.fromEntries(new URL(url).searchParams);
  }

  const post = (
    browser: Browser,
    parameters: object | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> =>
    browser.fetch(`${app.url}/auth/callback`, {
      method: 'POST',
      json: typeof parameters === 'string' ? parameters : JSON.stringify(parameters),
      headers: { ...JSON_WANTED, ...headers },
    });

  const refusal = async (response: Response): Promise<unknown> => [
    response.status,
    ((await response.json()) as Record<string, unknown>)['code'],
  ];

  describe('that asks for a login', () => {
    it.each([
      ['a page of ours', SAME_ORIGIN],
      ['a page of ours that hides where it is', { ...SAME_ORIGIN, origin: 'null' }],
      ['an application without a browser', {}],
    ])('is told where to go: %s', async (_who, headers) => {
      const browser = new Browser();
      const response = await begin(browser, headers);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toContain('application/json');
      expect(response.headers.get('cache-control')).toContain('no-store');
      const { authorizationUrl, ...others } = (await response.json()) as Record<string, string>;
      expect(authorizationUrl).toContain(`${app.fake.issuer}/oauth2/authorize?`);
      expect(others).toEqual({});
      const { url } = await app.fake.approve(authorizationUrl ?? '');
      expect(locationOf(await browser.navigate(url))).toBe(`${app.url}/orders`);
    });

    it.each([
      ['another site', { 'sec-fetch-site': 'cross-site' }],
      ['a neighbouring host', { 'sec-fetch-site': 'same-site' }],
      ['another origin, in an older browser', { origin: 'https://evil.example' }],
      ['a page without an origin', { origin: 'null' }],
    ])('is refused when it is of %s', async (_who, headers) => {
      const browser = new Browser();
      app.fake.requests.clear();
      expect(await refusal(await begin(browser, headers))).toEqual([403, 'login_cross_site']);
      expect(await browser.cookieNames(app.url)).toEqual([]);
      expect(app.fake.requests.all).toEqual([]);
    });

    it('is sent there all the same when it does not ask for JSON', async () => {
      const headers = { accept: '*/*' };
      const response = await new Browser().fetch(`${app.url}/auth/login`, { headers });
      expect(response.status).toBe(302);
    });
  });

  describe('that posts a callback', () => {
    it('is logged in, and told where the user wanted to go', async () => {
      const browser = new Browser();
      const response = await post(browser, await callbackOf(browser));
      expect([response.status, await response.json()]).toEqual([200, { returnTo: '/orders' }]);
      expect(response.headers.get('cache-control')).toContain('no-store');
      const me = await browser.fetch(`${app.url}/me`);
      expect(await me.json()).toEqual({ name: 'Freja Prøvesen' });
    });

    it('is logged in also from a page that hides where it is', async () => {
      const browser = new Browser();
      const headers = { ...SAME_ORIGIN, origin: 'null' };
      expect((await post(browser, await callbackOf(browser), headers)).status).toBe(200);
    });

    it('is refused a second time, and stays logged in', async () => {
      const browser = new Browser();
      const parameters = await callbackOf(browser);
      const before = await browser.copy();
      await post(browser, parameters);
      expect(await refusal(await post(before, parameters))).toEqual([400, 'login_already_used']);
      expect(await refusal(await post(browser, parameters))).toEqual([400, 'login_unknown']);
      expect((await browser.fetch(`${app.url}/me`)).status).toBe(200);
    });

    it('is refused when it did not begin the login', async () => {
      const parameters = await callbackOf(new Browser());
      expect(await refusal(await post(new Browser(), parameters))).toEqual([400, 'login_unknown']);
    });

    it.each([
      ['another site', { 'sec-fetch-site': 'cross-site' }],
      ['a neighbouring host', { 'sec-fetch-site': 'same-site' }],
      ['another origin', { origin: 'https://evil.example' }],
      ['a page without an origin', { origin: 'null' }],
    ])('is refused when it is of %s, and the login goes on', async (_who, headers) => {
      const browser = new Browser();
      const parameters = await callbackOf(browser);
      expect(await refusal(await post(browser, parameters, headers))).toEqual([
        403,
        'login_cross_site',
      ]);
      expect((await post(browser, parameters)).status).toBe(200);
    });

    it('learns that the user cancelled', async () => {
      const browser = new Browser();
      const parameters = await callbackOf(browser, true);
      expect(await refusal(await post(browser, parameters))).toEqual([401, 'login_cancelled']);
    });

    it.each<[string, object, string]>([
      ['nothing', {}, 'callback_empty'],
      ['a code alone', { code: 'a' }, 'callback_malformed'],
      ['two states', { code: 'a', state: ['b', 'c'] }, 'callback_malformed'],
      ['a state that is no text', { code: 'a', state: { b: 1 } }, 'callback_malformed'],
      ['parameters of another flow', { state: 'a', id_token: 'b' }, 'callback_malformed'],
      ['a list', [['code', 'a']], 'callback_empty'],
    ])('is refused with %s', async (_what, parameters, code) => {
      expect(await refusal(await post(new Browser(), parameters))).toEqual([400, code]);
    });

    it('is refused where nobody asked for that', async () => {
      const strict = await start({ options: {} });
      const response = await new Browser().fetch(`${strict.url}/auth/callback`, {
        method: 'POST',
        json: JSON.stringify({ code: 'a', state: 'b' }),
      });
      expect(await refusal(response)).toEqual([400, 'callback_malformed']);
    });
  });

  describe('whose user switches back from an eID app with nothing', () => {
    it('gets a page that says where to go on, and can', async () => {
      const browser = new Browser();
      const refusals: AuthEventMap['login.refused'][] = [];
      app.app.get(AuthEvents).on('login.refused', (refusal_) => refusals.push(refusal_));
      const parameters = await callbackOf(browser);
      app.log.clear();

      const resumed = await browser.navigate(`${app.url}/auth/callback`);
      expect([resumed.status, await resumed.text()]).toEqual([
        200,
        expect.stringContaining('Go back to where you started'),
      ]);
      expect([refusals, app.log.text]).toEqual([[], '']);

      const query = new URLSearchParams(parameters).toString();
      const callback = await browser.navigate(`${app.url}/auth/callback?${query}`);
      expect(locationOf(callback)).toBe(`${app.url}/orders`);
    });

    it('gets that page too where callbacks come by a form, and can go on', async () => {
      const posting = await start({ options: { login: { responseMode: 'form_post' } } });
      const browser = new Browser();
      const begun = locationOf(
        await browser.navigate(`${posting.url}/auth/login?returnTo=/orders`),
      );
      const resumed = await browser.navigate(`${posting.url}/auth/callback`);
      expect([resumed.status, await resumed.text()]).toEqual([
        200,
        expect.stringContaining('Go back to where you started'),
      ]);
      expect(posting.log.text).not.toContain('callback_');

      const { url, form } = await posting.fake.approve(begun);
      const callback = await browser.navigate(url, { method: 'POST', ...(form ? { form } : {}) });
      expect(locationOf(callback)).toBe(`${posting.url}/orders`);
    });

    it('goes home when the user is logged in already', async () => {
      const browser = new Browser();
      await app.logIn(browser);
      const resumed = await browser.navigate(`${app.url}/auth/callback`);
      expect(locationOf(resumed)).toBe(`${app.url}/`);
    });
  });
});
