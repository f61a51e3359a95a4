import { Controller, type DynamicModule, Get } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CriiptoAuthOptions, Public } from 'nestjs-criipto-auth';

import { importBlock } from '../../docs/import-block.js';
import { Browser } from '../../support/browser.js';
import { HTTP_ADAPTERS } from '../../support/http-adapters.js';
import { TestApp } from '../../support/test-app.js';

interface Block {
  readonly AppModule: { with(options: CriiptoAuthOptions): DynamicModule };
  readonly Open: () => MethodDecorator;
  readonly Roles: (roles: string[]) => MethodDecorator;
}

describe.each(HTTP_ADAPTERS)('the guard of roles of the cookbook on %s', (_name, adapter) => {
  let app: TestApp;
  beforeAll(async () => {
    // By its name in the page.
    const block = (await importBlock('docs/cookbook/roles.md', 'src/app.module.ts')) as Block;
    @Controller()
    class PagesController {
      @Get('staff')
      staff() {}

      @Get('bosses')
      @block.Roles(['boss'])
      bosses() {}

      @Get('open')
      @Public()
      @block.Open()
      open() {}

      @Get('half-open')
      @block.Open()
      halfOpen() {}
    }
    app = await TestApp.start({
      adapter,
      controllers: [PagesController],
      imports: (options) => [block.AppModule.with(options)],
    });
  });
  afterAll(() => app.stop());
  const statuses = async (browser: Browser) => {
    const pages = ['staff', 'bosses', 'open', 'half-open'].map(
      async (path) => (await browser.fetch(`${app.url}/${path}`)).status,
    );
    return Promise.all(pages);
  };

  it('knows the user, and lets our own routes through', async () => {
    const browser = new Browser();
    expect(await statuses(browser)).toEqual([401, 401, 200, 401]);
    await app.logIn(browser);
    expect(await statuses(browser)).toEqual([200, 403, 200, 200]);
    expect((await fetch(`${app.url}/.well-known/jwks.json`)).status).toBe(200);
    const logout = await browser.navigate(`${app.url}/auth/logout`, { method: 'POST' });
    expect(logout.status).toBe(303);
  });
});
