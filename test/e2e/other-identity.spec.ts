import { Controller, Get, UseGuards } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AuthEvents,
  CriiptoAuthGuard,
  type CriiptoUser,
  CurrentUser,
  RequireAcr,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

const BUSINESS = 'urn:grn:authn:dk:mitid:business';
const HIGH = 'urn:grn:authn:dk:mitid:high';

@Controller()
@UseGuards(CriiptoAuthGuard)
class Pages {
  @Get('me')
  me(@CurrentUser() user: CriiptoUser) {
    return user;
  }

  @Get('company')
  @RequireAcr(BUSINESS)
  company(@CurrentUser('name') name: string) {
    return { name };
  }

  @Get('own-company')
  @RequireAcr(BUSINESS, { identity: 'same' })
  ownCompany() {
    return {};
  }

  @Get('company-or-high')
  @RequireAcr([BUSINESS, HIGH])
  companyOrHigh() {
    return {};
  }

  @Get('anybody-high')
  @RequireAcr(HIGH, { identity: 'other' })
  anybodyHigh() {
    return {};
  }
}

describe.each(HTTP_ADAPTERS)('another identity of a person, on %s,', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [Pages] });
  let app: TestApp;
  let browser: Browser;
  const completed: unknown[] = [];
  beforeAll(async () => {
    app = await start();
    app.app.get(AuthEvents).on('login.completed', (event) => completed.push(event));
  });
  beforeEach(async () => {
    browser = new Browser();
    await app.logIn(browser, { person: 'dk-freja' });
    completed.length = 0;
  });

  async function stepUp(path: string, person: string): Promise<Response> {
    const login = locationOf(await browser.navigate(app.url + path));
    const { url } = await app.fake.approve(login, { person });
    return browser.navigate(url);
  }
  const nameOf = async () => {
    const answer = await browser.fetch(`${app.url}/me`);
    return ((await answer.json()) as CriiptoUser).name; // what the controller above returned
  };

  it('comes back from MitID Erhverv, and replaces the citizen', async () => {
    const back = await stepUp('/company', 'dk-signe');
    expect(locationOf(back)).toBe(`${app.url}/company`);
    expect(await nameOf()).toBe('Signe Prøveholm');
  });

  it('is told of by the event', async () => {
    await stepUp('/company', 'dk-signe');
    expect(completed).toEqual([{ eid: 'mitid-business', acr: BUSINESS, identity: 'other' }]);
  });

  it('is not told of where the same person came back', async () => {
    await stepUp('/anybody-high', 'dk-freja');
    expect(completed).toEqual([{ eid: 'mitid', acr: HIGH }]);
  });

  it('is refused where a rule forbids it', async () => {
    expect((await stepUp('/own-company', 'dk-signe')).status).toBe(403);
    expect(app.log.text).toContain('user_mismatch');
    expect(await nameOf()).toBe('Freja Prøvesen');
  });

  it('is refused where a rule names other eIDs too', async () => {
    expect((await stepUp('/company-or-high', 'dk-signe')).status).toBe(403);
    expect(await nameOf()).toBe('Freja Prøvesen');
  });

  it('comes back where a rule allows it', async () => {
    const back = await stepUp('/anybody-high', 'dk-mads');
    expect(locationOf(back)).toBe(`${app.url}/anybody-high`);
    expect(await nameOf()).toBe('Mads Testgaard');
    expect(completed).toEqual([{ eid: 'mitid', acr: HIGH, identity: 'other' }]);
  });
});
