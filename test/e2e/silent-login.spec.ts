import { Controller, type ExecutionContext, Get, Injectable, UseGuards } from '@nestjs/common';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  CriiptoAuthGuard,
  type CriiptoUser,
  CriiptoLoginGuard,
  CurrentUser,
  type LoginRequest,
  Public,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

@Injectable()
class SilentLoginGuard extends CriiptoLoginGuard {
  protected override loginRequest(context: ExecutionContext): LoginRequest {
    return { ...super.loginRequest(context), prompt: 'none' };
  }
}

@Controller()
@Public()
class SilentLoginController {
  @Get('login/silent')
  @UseGuards(SilentLoginGuard)
  login() {}
}

@Controller()
@UseGuards(CriiptoAuthGuard)
class ProfileController {
  @Get('me')
  me(@CurrentUser() { name }: CriiptoUser) {
    return { name };
  }
}

describe.each(HTTP_ADAPTERS)('a login that asks nobody, on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [SilentLoginController, ProfileController] });
  let app: TestApp;
  beforeAll(async () => {
    app = await start();
  });

  const trySilently = (browser: Browser, returnTo: string): Promise<Response> =>
    browser.navigate(`${app.url}/login/silent?returnTo=${encodeURIComponent(returnTo)}`);

  /** The callback, of a provider that has no single sign-on for this user. */
  async function failSilently(browser: Browser, start_: Response): Promise<Response> {
    const { url } = await app.fake.approve(locationOf(start_));
    expect(new URL(url).searchParams.get('error')).toBe('login_required');
    return browser.navigate(url);
  }

  it('ends where the user wanted to go, as nobody and without a fuss', async () => {
    const browser = new Browser();
    app.log.clear();
    const callback = await failSilently(browser, await trySilently(browser, '/prices?a=1'));
    expect([callback.status, locationOf(callback)]).toEqual([303, `${app.url}/prices?a=1`]);
    expect((await browser.fetch(`${app.url}/me`)).status).toBe(401);
    expect(app.log.text).not.toMatch(/warn|error/i);
  });

  it('tells a script so', async () => {
    const browser = new Browser();
    const { url } = await app.fake.approve(locationOf(await trySilently(browser, '/prices')));
    const response = await browser.fetch(url, { headers: { accept: 'application/json' } });
    expect([response.status, await response.json()]).toEqual([
      401,
      expect.objectContaining({ code: 'login_required' }),
    ]);
  });

  it('goes back at once when it was tried too often', async () => {
    const browser = new Browser();
    await trySilently(browser, '/prices');
    await trySilently(browser, '/prices');
    const pushed = app.fake.requests.all.length;
    expect(locationOf(await trySilently(browser, '/prices'))).toBe(`${app.url}/prices`);
    expect(app.fake.requests.all).toHaveLength(pushed);
  });

  it('leaves a session as it is', async () => {
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-freja' });
    await failSilently(browser, await trySilently(browser, '/me'));
    const me = await browser.fetch(`${app.url}/me`);
    expect(await me.json()).toEqual({ name: 'Freja Prøvesen' });
  });

  it('ends in a login that asks, where the guard knows no other way', async () => {
    const looping = await start({
      extras: { routes: { login: { path: '/login/silent', mount: false } } },
    });
    const browser = new Browser();
    const wanted = await browser.navigate(`${looping.url}/me`);
    const silent = await browser.navigate(locationOf(wanted));
    const refused = await looping.fake.approve(locationOf(silent));
    const back = await browser.navigate(refused.url);
    expect(locationOf(back)).toBe(`${looping.url}/me`);

    const asking = await browser.navigate(locationOf(back));
    expect(looping.fake.requests.last('par')?.form).not.toHaveProperty('prompt');
    const { url } = await looping.fake.approve(locationOf(asking), { person: 'dk-freja' });
    expect(locationOf(await browser.navigate(url))).toBe(`${looping.url}/me`);
    const me = await browser.fetch(`${looping.url}/me`);
    expect(await me.json()).toEqual({ name: 'Freja Prøvesen' });
  });
});
