import { Controller, Get, UseGuards } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CriiptoAuthGuard, type CriiptoUser, CurrentUser } from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { TestApp } from '../support/test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
class ProfileController {
  @Get('me')
  me(@CurrentUser() user: CriiptoUser) {
    return user;
  }
}

describe.each(HTTP_ADAPTERS)('login on %s', (_name, adapter) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ adapter, controllers: [ProfileController] });
  });
  afterAll(() => app.stop());

  it('ends at the page that was wanted, with a session', async () => {
    const browser = new Browser();
    const wanted = await browser.navigate(`${app.url}/me`);
    expect(wanted.status).toBe(302);
    const start = await browser.navigate(locationOf(wanted));
    const { url } = await app.fake.approve(locationOf(start), { person: 'dk-freja' });
    const callback = await browser.navigate(url);
    expect(locationOf(callback)).toBe(`${app.url}/me`);
    const me = await browser.fetch(locationOf(callback));
    expect(await me.json()).toMatchObject({ eid: 'dk:mitid', name: 'Freja Prøvesen' });
  });
});
