import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AuthEvents,
  CriiptoAuthGuard,
  type CriiptoUser,
  CurrentUser,
  loginHint,
  RequireCompany,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

const BUSINESS = 'urn:grn:authn:dk:mitid:business';

@Controller()
@UseGuards(CriiptoAuthGuard)
class Pages {
  @Get('me')
  me(@CurrentUser('name') name: string) {
    return { name };
  }

  @Get('company')
  @RequireCompany()
  company(@CurrentUser() user: CriiptoUser) {
    if (!user.is('mitid-business')) return {};
    const { cvrNumberIdentifier: cvr, companySignatory: signs, employee } = user.claims;
    return { name: user.name, company: user.claims['2.5.4.10'], cvr, signs, employee };
  }

  @Post('company')
  @RequireCompany()
  change() {
    return {};
  }
}

describe.each(HTTP_ADAPTERS)('a rule for companies on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [Pages] });
  let app: TestApp;
  let browser: Browser;
  const completed: unknown[] = [];
  beforeAll(async () => {
    app = await start();
    app.app.get(AuthEvents).on('login.completed', (event) => completed.push(event));
  });
  beforeEach(() => {
    browser = new Browser();
    completed.length = 0;
  });

  /** Goes to the page, and logs in on the way. */
  async function visitAs(person: string): Promise<Response> {
    const login = locationOf(await browser.navigate(`${app.url}/company`));
    const { url } = await app.fake.approve(login, { person });
    return browser.navigate(url);
  }
  const seenAt = async (path: string): Promise<unknown> =>
    (await browser.fetch(app.url + path)).json();

  it.each([
    ['dk-signe', { name: 'Signe Prøveholm', signs: true, employee: false }],
    ['dk-emil', { name: 'Emil Testkær', signs: false, employee: true }],
  ])('sends a browser to MitID Erhverv, and lets it in as %s', async (person, seen) => {
    expect(locationOf(await visitAs(person))).toBe(`${app.url}/company`);
    expect(app.fake.requests.last('par')?.form).toMatchObject({ acr_values: BUSINESS });
    expect(await seenAt('/company')).toEqual({ ...seen, company: 'Prøve ApS', cvr: '99999999' });
    expect(completed).toEqual([{ eid: 'mitid-business', acr: BUSINESS }]);
  });

  it('replaces the session of a citizen, and tells of it', async () => {
    await app.logIn(browser, { person: 'dk-freja' });
    completed.length = 0;
    await visitAs('dk-signe');
    expect(completed).toEqual([{ eid: 'mitid-business', acr: BUSINESS, identity: 'other' }]);
    expect(await seenAt('/me')).toEqual({ name: 'Signe Prøveholm' });
  });

  it.each(['a citizen', 'nobody'])('answers a script of %s by 403', async (who) => {
    if (who === 'a citizen') await app.logIn(browser, { person: 'dk-freja' });
    const headers = { accept: 'application/json' };
    const answer = await browser.fetch(`${app.url}/company`, { headers });
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'company_required' }]);
    expect(app.log.text).toContain('company_required');
  });

  it('leaves the session of a citizen as it was, when it refuses', async () => {
    await app.logIn(browser, { person: 'dk-freja' });
    await browser.fetch(`${app.url}/company`);
    expect(await seenAt('/me')).toEqual({ name: 'Freja Prøvesen' });
  });

  it('shows a person who sent a form a page, with a way back', async () => {
    await app.logIn(browser, { person: 'dk-freja' });
    const headers = {
      accept: 'text/html',
      'sec-fetch-dest': 'document',
      referer: `${app.url}/company/form`,
    };
    const answer = await browser.fetch(`${app.url}/company`, { method: 'POST', headers });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain(`<a href="${app.url}/company/form">`);
  });

  it('leads out of a frame to the page itself', async () => {
    const headers = { accept: 'text/html', 'sec-fetch-dest': 'iframe' };
    const answer = await browser.fetch(`${app.url}/company`, { headers });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain(`<a href="${app.url}/company" target="_top">`);
  });

  it('begins no login for a page that a browser fetches ahead, and has it kept nowhere', async () => {
    const headers = { accept: 'text/html', 'sec-purpose': 'prefetch', 'accept-language': 'da' };
    const answer = await browser.navigate(`${app.url}/company`, { headers });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([403, 'no-store']);
    const text = await answer.text();
    expect(text).toContain('Log ind for din virksomhed');
    expect(text).toContain(`<a href="${app.url}/company">`);
  });

  it('takes a company that a hint asked for at a level of MitID', async () => {
    const hinted = await start({
      options: { login: { loginHint: loginHint.mitId({ business: true }) } },
    });
    await hinted.logIn(browser, { person: 'dk-emil' });
    expect((await browser.fetch(`${hinted.url}/company`)).status).toBe(200);
  });
});
