import { Controller, Get, Header, type INestApplication } from '@nestjs/common';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import helmet from 'helmet';
import type { Browser } from 'playwright-core';

import { importBlock } from '../docs/import-block.js';
import { TestApp } from '../support/test-app.js';
import { launchChromium } from './chromium.js';

@Controller()
class PagesController {
  @Get('page')
  @Header('Content-Type', 'text/html')
  page() {
    return '<form method="post" action="/auth/logout"><button>Log out</button></form>';
  }
}

describe("a logout from a page with helmet's policy", () => {
  let browser: Browser;
  const started: TestApp[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all(started.map((app) => app.stop()));
  });

  /** Where the browser is after a click on "Log out", and whether its console says that a policy kept it there. */
  const logOut = async (prepare: (app: INestApplication) => unknown) => {
    const app = await TestApp.start({
      adapter: () => new ExpressAdapter(),
      controllers: [PagesController],
      prepare,
    });
    started.push(app);
    const page = await browser.newPage({ baseURL: app.url });
    await page.goto('/page');
    const isRefused = page
      .waitForEvent('console', (message) => message.text().includes('form-action'))
      .then(() => true);
    // A navigation that is refused ends as an error, too.
    const isThere = page.waitForURL(/logged-out/).then(
      () => false,
      () => isRefused,
    );
    await page.getByRole('button').click({ noWaitAfter: true });
    const refused = await Promise.race([isRefused, isThere]);
    return { path: new URL(page.url()).pathname, refused };
  };

  it('ends where it should, with the provider in form-action', async () => {
    const { useHelmet } = (await importBlock('docs/cookbook/helmet.md', 'src/main.express.ts')) as {
      readonly useHelmet: (app: INestApplication) => unknown;
    }; // by its name in the page
    expect(await logOut(useHelmet)).toEqual({ path: '/auth/logged-out', refused: false });
  });

  it('goes nowhere with the policy that helmet has by default', async () => {
    const byDefault = (app: INestApplication) => (app as NestExpressApplication).use(helmet());
    expect(await logOut(byDefault)).toEqual({ path: '/page', refused: true });
  });
});
