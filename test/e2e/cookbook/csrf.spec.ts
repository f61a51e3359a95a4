import {
  Controller,
  Get,
  HttpCode,
  type INestApplication,
  Post,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AuthEvents,
  CriiptoAuthGuard,
  InMemoryStore,
  Public,
  SystemClock,
} from 'nestjs-criipto-auth';

import { importBlock } from '../../docs/import-block.js';
import { Browser, locationOf } from '../../support/browser.js';
import { HTTP_ADAPTERS } from '../../support/http-adapters.js';
import { SESSION_SECRET, TestApp } from '../../support/test-app.js';

interface Block {
  readonly checkTokens: (app: INestApplication, secret: string) => unknown;
}

@Controller()
@UseGuards(CriiptoAuthGuard)
class FormController {
  @Get('open-form')
  @Public()
  openForm(
    @Req() request: { csrfToken?: () => string },
    @Res({ passthrough: true }) response: { generateCsrf?: () => string },
  ) {
    return this.form(request, response);
  }

  @Get('form')
  form(
    @Req() request: { csrfToken?: () => string },
    @Res({ passthrough: true }) response: { generateCsrf?: () => string },
  ) {
    return { token: request.csrfToken?.() ?? response.generateCsrf?.() };
  }

  @Post('transfer')
  @HttpCode(200)
  transfer() {}
}

describe.each(HTTP_ADAPTERS)('the CSRF check of the cookbook on %s', (name, adapter) => {
  let app: TestApp;
  let block: Block;
  const refused: unknown[] = [];
  beforeAll(async () => {
    const file = `src/csrf.${name.toLowerCase()}.ts`;
    block = (await importBlock('docs/cookbook/csrf.md', file)) as Block; // by its name there
    app = await TestApp.start({
      adapter,
      controllers: [FormController],
      options: {
        login: { responseMode: 'form_post' },
        session: { secret: SESSION_SECRET, store: new InMemoryStore(new SystemClock()) },
      },
      extras: { routes: { backchannelLogout: true } },
      prepare: (nest) => block.checkTokens(nest, 'a secret for tokens alone'),
    });
    app.app.get(AuthEvents).on('route.refused', (refusal) => refused.push(refusal));
  });
  afterAll(() => app.stop());
  const transfer = async (browser: Browser, token?: string): Promise<number> => {
    const headers = token === undefined ? {} : { 'x-csrf-token': token };
    return (await browser.fetch(`${app.url}/transfer`, { method: 'POST', headers })).status;
  };

  it('lets a login by form_post, a logout and the provider through, and no form without a token', async () => {
    const browser = new Browser();
    expect(locationOf(await app.logIn(browser))).toBe(`${app.url}/`);
    const { token } = (await (await browser.fetch(`${app.url}/form`)).json()) as { token: string };
    expect(await transfer(browser)).toBe(403);
    expect(await transfer(browser, token)).toBe(200);
    const told = await fetch(`${app.url}/auth/backchannel-logout`, { method: 'POST' });
    expect(told.status).toBe(400); // of ours, for want of a logout token
    const logout = await browser.navigate(`${app.url}/auth/logout`, { method: 'POST' });
    expect(logout.status).toBe(303);
    expect((await browser.fetch(`${app.url}/form`)).status).toBe(401);
    expect(refused).toEqual([]);
  });

  it('has a cookie that no other host of the domain can set', async () => {
    const secure = await TestApp.start({
      adapter,
      controllers: [FormController],
      options: { baseUrl: 'https://app.example.com' },
      prepare: (nest) => block.checkTokens(nest, 'a secret for tokens alone'),
    });
    const { headers } = await fetch(`${secure.url}/open-form`);
    await secure.stop();
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-csrf=/);
    expect(cookie).toMatch(/; Path=\/(;|$)/);
    expect(cookie).toMatch(/; Secure(;|$)/);
  });
});
