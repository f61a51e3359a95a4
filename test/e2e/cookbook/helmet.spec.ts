import { Controller, Get, type INestApplication } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { importBlock } from '../../docs/import-block.js';
import { Browser, locationOf, NAVIGATION } from '../../support/browser.js';
import { HTTP_ADAPTERS } from '../../support/http-adapters.js';
import { TestApp } from '../../support/test-app.js';

const CSP = 'content-security-policy';
const OF_OUR_PAGES =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

@Controller()
class PagesController {
  @Get('page')
  page() {
    return 'a page of the application';
  }
}

describe.each(HTTP_ADAPTERS)('helmet as in the cookbook on %s', (name, adapter) => {
  let app: TestApp;
  beforeAll(async () => {
    const file = `src/main.${name.toLowerCase()}.ts`;
    const { useHelmet } = (await importBlock('docs/cookbook/helmet.md', file)) as {
      readonly useHelmet: (app: INestApplication) => unknown; // by its name in the page
    };
    app = await TestApp.start({ adapter, controllers: [PagesController], prepare: useHelmet });
  });
  afterAll(() => app.stop());

  it('lets forms of the application lead to the provider', async () => {
    const { headers } = await fetch(`${app.url}/page`);
    expect(headers.get(CSP)).toContain(`form-action 'self' ${app.fake.issuer};`);
    const browser = new Browser();
    await app.logIn(browser);
    const logout = await browser.navigate(`${app.url}/auth/logout`, { method: 'POST' });
    expect(new URL(locationOf(logout)).origin).toBe(app.fake.issuer);
  });

  it.each([
    ['that is an answer', '/auth/logged-out', 200],
    ['that is an error', '/auth/callback?state=x&code=y', 400],
  ])('leaves a page of ours its own policy: one %s', async (_which, path, status) => {
    const response = await fetch(app.url + path, { headers: NAVIGATION });
    expect(response.status).toBe(status);
    expect(response.headers.get(CSP)).toBe(OF_OUR_PAGES);
    expect(response.headers.get('x-frame-options')).toBe('SAMEORIGIN'); // of helmet
  });
});
