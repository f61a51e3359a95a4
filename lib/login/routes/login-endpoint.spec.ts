import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { BrowserCookies } from '../../../test/support/browser-cookies.js';
import { FakeExchange } from '../../../test/support/fake-exchange.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { pageFactsOf } from '../../errors/page-facts.js';
import { InFlightLogins } from '../in-flight-logins.service.js';
import { LoginReporter } from '../login-reporter.service.js';
import { LoginEndpoint } from './login-endpoint.js';

let application: Application;
let endpoint: LoginEndpoint;
const asIs = { validate: async (user: unknown) => user };

beforeEach(async () => {
  application = await startApplication();
  endpoint = endpointOf(application);
});

afterEach(stopApplications);

function endpointOf(application: Application): LoginEndpoint {
  const { login, sessions, events, timer, http, options, clock } = application;
  const inFlight = new InFlightLogins(timer, http);
  return new LoginEndpoint(login, sessions, new LoginReporter(events), inFlight, options, clock);
}

describe('LoginEndpoint#begin', () => {
  it('lets nothing keep the answer, which is for one browser and one login', async () => {
    const exchange = new FakeExchange();
    await endpoint.begin(exchange, {});
    expect(exchange.answered).toContainEqual(['cache-control', 'no-store']);
    expect(exchange.answered).toContainEqual(['referrer-policy', 'no-referrer']);
  });

  it.each(['image', 'iframe', 'script', 'empty'])(
    "starts no login for another site's page that fetches it as %s",
    async (destination) => {
      const exchange = new FakeExchange({
        headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': destination },
      });
      await expect(endpoint.begin(exchange, {})).rejects.toMatchObject({
        code: 'login_cross_site',
      });
      expect(exchange.answered).not.toContainEqual(['set-cookie', expect.anything()]);
      expect(application.provider.requests).toEqual([]);
    },
  );

  it.each(['iframe', 'frame', 'embed', 'object'])(
    'starts no login in a frame of our own, by %s, where it could not end',
    async (destination) => {
      const exchange = new FakeExchange({
        headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': destination },
      });
      await expect(endpoint.begin(exchange, {})).rejects.toMatchObject({
        code: 'login_cross_site',
      });
      expect(application.provider.requests).toEqual([]);
    },
  );

  it.each<[string, Readonly<Record<string, string>>]>([
    [
      "a link on another site's page",
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' },
    ],
    ['a page of our own', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document' }],
    ['a browser that does not tell', {}],
  ])('starts one for %s', async (_, headers) => {
    const url = await endpoint.begin(new FakeExchange({ headers }), {});
    expect(url).toContain(`${application.provider.issuer}/authorize?`);
  });
});

describe('LoginEndpoint#authenticate, where callbacks come by a form,', () => {
  beforeEach(async () => {
    application = await startApplication({ login: { responseMode: 'form_post' } });
    endpoint = endpointOf(application);
  });

  it('takes a visit with nothing for what it is', async () => {
    const exchange = new FakeExchange({ url: '/auth/callback' });
    await expect(endpoint.authenticate(exchange, asIs)).rejects.toMatchObject({
      code: 'callback_empty',
    });
  });

  it('knows a pushed request that was over, of which the provider has forgotten the form too', async () => {
    const exchange = new FakeExchange({ url: '/auth/callback?error=invalid_request_uri' });
    await expect(endpoint.authenticate(exchange, asIs)).rejects.toMatchObject({
      code: 'login_expired',
    });
  });

  it.each(['code=a&state=b', 'code=a', 'error=invalid_request_uri&state=b', 'state=b'])(
    'takes no %s from the address',
    async (query) => {
      const exchange = new FakeExchange({ url: `/auth/callback?${query}` });
      await expect(endpoint.authenticate(exchange, asIs)).rejects.toMatchObject({
        code: 'callback_malformed',
      });
    },
  );
});

describe('LoginEndpoint#logIn', () => {
  it('goes back to the page that demanded the login, also when the application refuses its user', async () => {
    const browser = new BrowserCookies();
    const url = await application.login.begin(application.cookiesOf(browser), {
      samePersonAs: {
        issuer: application.options.issuer,
        sub: 'user-1',
        nationalId: '',
        claims: {},
      },
      returnTo: '/transfer',
    });
    const query = application.provider.login(url).toString();
    const cookie = browser.carrier().header('cookie') ?? '';
    const exchange = new FakeExchange({ url: `/auth/callback?${query}`, headers: { cookie } });
    const nobody = { validate: async () => undefined };
    const error: unknown = await endpoint
      .logIn(exchange, nobody)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'user_refused' });
    expect(error instanceof CriiptoAuthError && pageFactsOf(error).wayBack).toBe('/transfer');
  });
});
