import { describe, expect, it } from '@jest/globals';
import { type CriiptoAuthOptions } from 'nestjs-criipto-auth';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { ProfileController } from '../support/profile.controller.js';
import { appsOn, CLIENT_ID, type TestApp } from '../support/test-app.js';

describe.each(HTTP_ADAPTERS)('claims from the token endpoint on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProfileController] });

  async function startWith(userInfo: CriiptoAuthOptions['userInfo'] = false): Promise<TestApp> {
    const app = await start({ options: { userInfo } });
    await app.fake.register({
      clientId: CLIENT_ID,
      redirectUris: [`${app.url}/auth/callback`],
      jwksUri: `${app.url}/.well-known/jwks.json`,
      userinfo: 'fromTokenEndpoint',
    });
    return app;
  }

  it('are all there, and userinfo is not asked', async () => {
    const app = await startWith();
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-mads' });
    const me = await browser.fetch(`${app.url}/me`);
    expect(await me.json()).toMatchObject({ name: 'Mads Testgaard', birthdate: '1972-11-30' });
    expect(app.fake.requests.of('userinfo')).toEqual([]);
  });

  it('are no login for an application that insists on userinfo', async () => {
    const app = await startWith('required');
    const browser = new Browser();
    expect((await app.logIn(browser)).status).toBeGreaterThanOrEqual(400);
    expect(app.log.text).toContain('userinfo_invalid');
    expect(await browser.cookieNames(app.url)).toEqual([]);
  });
});
