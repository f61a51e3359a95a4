import { beforeAll, describe, expect, it } from '@jest/globals';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { publicJwk } from '../support/private-keys.js';
import { appsOn, CLIENT_ID, type TestApp } from '../support/test-app.js';

const OTHER_KEY = publicJwk('rsa');

describe.each(HTTP_ADAPTERS)('a refused login on %s', (_name, adapter) => {
  const start = appsOn(adapter);
  let app: TestApp;
  beforeAll(async () => {
    app = await start();
  });

  it('shows a person a page with an id, under which the log has the reason', async () => {
    const response = await new Browser().navigate(`${app.url}/auth/callback?code=c&state=unknown`);
    const page = await response.text();
    const [, id = 'none'] = /Reference: ([\w-]{36})/.exec(page) ?? [];
    expect(response.status).toBe(400);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(page).not.toContain('login_unknown');
    expect(app.log.text).toContain(`login_unknown (${id})`);
  });

  it('tells a script the same in JSON', async () => {
    const response = await new Browser().fetch(`${app.url}/auth/callback?code=c&state=unknown`);
    expect(await response.json()).toEqual({
      statusCode: 400,
      message: 'Login failed',
      correlationId: expect.any(String),
    });
  });

  it.each([
    ['no state', '?code=c'],
    ['two states', '?code=c&state=a&state=b'],
    ['a code and an error', '?code=c&error=access_denied&state=a'],
    ['a token', '?access_token=t&state=a'],
  ])('is one that comes back with %s', async (_what, query) => {
    const response = await new Browser().navigate(`${app.url}/auth/callback${query}`);
    expect(response.status).toBe(400);
  });

  it('is one that another browser brings back', async () => {
    const begin = await new Browser().navigate(`${app.url}/auth/login`);
    const { url } = await app.fake.approve(locationOf(begin));
    expect((await new Browser().navigate(url)).status).toBe(400);
  });

  it('is one whose code was exchanged by somebody else', async () => {
    const browser = new Browser();
    const begins = [
      await browser.navigate(`${app.url}/auth/login`),
      await browser.navigate(`${app.url}/auth/login`),
    ];
    const [first, second] = await Promise.all(
      begins.map((begin) => app.fake.approve(locationOf(begin))),
    );
    const mixed = new URL(first?.url ?? '');
    mixed.searchParams.set('code', new URL(second?.url ?? '').searchParams.get('code') ?? '');
    expect((await browser.navigate(mixed.href)).status).toBe(400);
    expect(app.log.text).toContain('code_rejected');
  });

  it('is explained when the provider does not know our key', async () => {
    const stranger = await start();
    await stranger.fake.register({
      clientId: CLIENT_ID,
      redirectUris: [`${stranger.url}/auth/callback`],
      jwks: { keys: [OTHER_KEY] },
    });
    const response = await new Browser().navigate(`${stranger.url}/auth/login`);
    expect(response.status).toBe(502);
    expect(stranger.log.text).toMatch(
      /client_authentication_failed .*kid=\S+ alg=RS256 aud=http:\/\/127.* the key is in our own JWKS/,
    );
  });

  it('is explained when the provider does not know our secret', async () => {
    const stranger = await start({ options: { clientSecret: 'canary-secret' } });
    const response = await new Browser().navigate(`${stranger.url}/auth/login`);
    expect(response.status).toBe(502);
    expect(stranger.log.text).toMatch(/client_authentication_failed .*our client secret/);
    expect(stranger.log.text).not.toContain('canary-secret');
  });

  it('can be tried again when the provider is away', async () => {
    const lonely = await start({ options: { issuer: 'http://127.0.0.1:9' } });
    const response = await new Browser().navigate(`${lonely.url}/auth/login`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(lonely.log.text).toContain('discovery_failed');
  });

  it('is one that comes back with a weaker eID than was asked for', async () => {
    const strict = await start({
      options: { login: { acrValues: 'urn:grn:authn:se:bankid', pushed: 'never' } },
    });
    const browser = new Browser();
    const url = new URL(locationOf(await browser.navigate(`${strict.url}/auth/login`)));
    url.searchParams.delete('acr_values');
    const callback = await strict.fake.approve(url.href, { person: 'dk-freja' });
    expect((await browser.navigate(callback.url)).status).toBe(403);
    expect(strict.log.text).toContain('acr_not_satisfied');
    expect(await browser.cookieNames(strict.url)).toEqual([]);
  });
});
