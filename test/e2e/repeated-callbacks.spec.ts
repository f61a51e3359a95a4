import { Controller, Post, Redirect, UseGuards } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CriiptoLoginGuard, type CriiptoUser } from 'nestjs-criipto-auth';
import type { ApprovedLogin } from 'nestjs-criipto-auth/testing';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { ProfileController } from '../support/profile.controller.js';
import { SameSiteBrowser } from '../support/same-site-browser.js';
import { appsOn, type TestApp } from '../support/test-app.js';

const FROM_PROVIDER = { 'sec-fetch-site': 'cross-site' };

@Controller('signed-in')
@UseGuards(CriiptoLoginGuard)
class OwnCallback {
  @Post()
  @Redirect('/me')
  done() {}
}

describe.each(HTTP_ADAPTERS)('a callback on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProfileController, OwnCallback] });
  const mapped: CriiptoUser[] = [];
  const mapUser = (user: CriiptoUser): object => {
    mapped.push(user);
    return { name: user.name };
  };
  let app: TestApp;
  let browser: Browser;

  const begin = async (): Promise<ApprovedLogin> => {
    const began = await browser.navigate(`${app.url}/auth/login?returnTo=%2Fme`);
    return app.fake.approve(locationOf(began));
  };
  const comeBack = ({ url, form }: ApprovedLogin, by = browser): Promise<Response> =>
    by.navigate(url, { headers: FROM_PROVIDER, ...(form ? { method: 'POST', form } : {}) });
  const isLoggedIn = async (by: Browser): Promise<boolean> =>
    (await by.fetch(`${app.url}/me`)).status === 200;

  beforeEach(() => {
    browser = new SameSiteBrowser();
    mapped.length = 0;
    app.fake.requests.clear();
  });
  afterEach(() => app.log.clear());

  describe.each(['query', 'form_post'] as const)('by %s that comes twice at once', (mode) => {
    beforeAll(async () => {
      app = await start({ options: { mapUser, login: { responseMode: mode } } });
    });

    it('ends on the page that was wanted both times, by one token request', async () => {
      const login = await begin();
      const other = new SameSiteBrowser(await browser.jar.clone());
      const answers = await Promise.all([comeBack(login), comeBack(login, other)]);
      expect(answers.map(locationOf)).toEqual([`${app.url}/me`, `${app.url}/me`]);
      expect(app.fake.requests.of('token')).toHaveLength(1);
      expect(mapped).toHaveLength(1);
      // A browser heeds the last answer alone, whichever that is.
      expect(await Promise.all([browser, other].map(isLoggedIn))).toEqual([true, true]);
      expect(await other.cookies(app.url)).toEqual(await browser.cookies(app.url));
    });
  });

  describe.each([
    ['the module', '/auth/callback?late', undefined],
    ['the application', '/signed-in/late', { path: '/signed-in', mount: false }],
  ] as const)('by a form that comes too late to a route of %s', (_whose, sentOn, callback) => {
    beforeAll(async () => {
      app = await start({
        options: { login: { responseMode: 'form_post' } },
        ...(callback && { extras: { routes: { callback } }, redirectPaths: [callback.path] }),
      });
    });

    it('leads on by a GET of ours, and home, who is logged in', async () => {
      const login = await begin();
      await comeBack(login);
      const late = await comeBack(login);
      expect([late.status, locationOf(late)]).toEqual([303, app.url + sentOn]);
      const home = await browser.navigate(locationOf(late), { headers: FROM_PROVIDER });
      expect([home.status, locationOf(home)]).toEqual([303, `${app.url}/`]);
      expect(await isLoggedIn(browser)).toBe(true);
      expect(await browser.cookieNames(app.url)).toEqual([app.cookieNames.session]);
    });

    it('leads to a page that says so who is not, with the reference that is in the log', async () => {
      const login = await begin();
      await comeBack(login);
      await browser.jar.removeAllCookies();
      const page = await browser.navigate(locationOf(await comeBack(login)));
      const text = await page.text();
      const [, reference = 'none'] = /Reference: ([\da-f-]+)/.exec(text) ?? [];
      expect(text).toContain(`<a href="${app.url}/auth/login">Try again</a>`);
      expect(page.status).toBe(400);
      expect(app.log.text).toContain(`login_unknown (${reference})`);
      expect(app.log.text.match(/Login refused/g)).toHaveLength(1);
      expect(await browser.cookieNames(app.url)).toEqual([]);
    });

    it('leads to that page also who keeps no cookies at all, and not on and on', async () => {
      const login = await begin();
      const late = await comeBack(login, new Browser());
      const page = await new Browser().navigate(locationOf(late));
      expect(page.status).toBe(400);
      expect(await page.text()).toContain('cookies');
    });

    it('is answered at once to a program', async () => {
      const { url, form } = await begin();
      const answer = await new Browser().fetch(url, form ? { form } : {});
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ statusCode: 400 });
    });
  });
});
