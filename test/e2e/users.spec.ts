import { describe, expect, it } from '@jest/globals';
import {
  AuthEvents,
  CriiptoStrategy,
  type CriiptoUser,
  UserRefusedError,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { ProfileController } from '../support/profile.controller.js';
import { appsOn, type TestApp } from '../support/test-app.js';

class VipStrategy extends CriiptoStrategy {
  override async validate(user: CriiptoUser): Promise<unknown> {
    return { vip: user.name };
  }
}

class StrangersStrategy extends CriiptoStrategy {
  override async validate(): Promise<unknown> {
    return false; // as Passport has it
  }
}

class AuditedStrategy extends CriiptoStrategy {
  override authenticate = (): void => undefined;
}

class ListingStrategy extends CriiptoStrategy {
  answer: readonly unknown[] = [];

  override async validate(): Promise<unknown> {
    return this.answer;
  }
}

describe.each(HTTP_ADAPTERS)("an application's own users on %s", (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProfileController] });

  const me = async (app: TestApp, browser: Browser) =>
    (await browser.fetch(`${app.url}/me`)).json();

  it('are what mapUser makes of them', async () => {
    const app = await start({
      options: { mapUser: async ({ name }) => ({ id: 7, greeting: `Hej ${name}` }) },
    });
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-freja' });
    expect(await me(app, browser)).toEqual({ id: 7, greeting: 'Hej Freja Prøvesen' });
  });

  it('are what an own strategy validates', async () => {
    const app = await start({
      extras: { providers: [{ provide: CriiptoStrategy, useClass: VipStrategy }] },
    });
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-freja' });
    expect(await me(app, browser)).toEqual({ vip: 'Freja Prøvesen' });
  });

  it('are logged in though an own strategy overrides authenticate(), and the log says where that runs', async () => {
    const app = await start({
      extras: { providers: [{ provide: CriiptoStrategy, useClass: AuditedStrategy }] },
    });
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-freja' });
    expect(await me(app, browser)).toMatchObject({ name: 'Freja Prøvesen' });
    expect(app.log.text).toContain('warn AuditedStrategy overrides authenticate()');
  });

  it('are turned away by an own strategy that knows them not, and without a session', async () => {
    const app = await start({
      extras: { providers: [{ provide: CriiptoStrategy, useClass: StrangersStrategy }] },
    });
    const browser = new Browser();
    const callback = await app.logIn(browser, { person: 'dk-freja' });
    expect(callback.status).toBe(403);
    expect(await browser.cookieNames(app.url)).toEqual([]);
    expect(app.log.text).toContain('user_refused');
  });

  it.each([
    ['is empty', []],
    ['begins with nobody', [null, { message: 'no account' }]],
    ['begins with false', [false]],
  ])('are turned away by an own strategy whose list %s, as Passport has it', async (_, answer) => {
    const app = await start({
      extras: { providers: [{ provide: CriiptoStrategy, useClass: ListingStrategy }] },
    });
    Object.assign(app.app.get(CriiptoStrategy, { strict: false }), { answer });
    const browser = new Browser();
    expect((await app.logIn(browser, { person: 'dk-freja' })).status).toBe(403);
    expect(await browser.cookieNames(app.url)).toEqual([]);
  });

  it('are the first of the list that an own strategy gives, as Passport has it', async () => {
    const app = await start({
      extras: { providers: [{ provide: CriiptoStrategy, useClass: ListingStrategy }] },
    });
    const answer = [{ vip: 1 }, { scope: 'all' }];
    Object.assign(app.app.get(CriiptoStrategy, { strict: false }), { answer });
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-freja' });
    expect(await me(app, browser)).toEqual({ vip: 1 });
  });

  it('are turned away with a code of the application, and without a session', async () => {
    const app = await start({
      options: {
        mapUser: () => {
          throw new UserRefusedError('no_account');
        },
      },
    });
    const browser = new Browser();
    const callback = await app.logIn(browser, { person: 'dk-freja' });
    expect(callback.status).toBe(403);
    expect(await callback.text()).toContain('no_account');
    expect(await browser.cookieNames(app.url)).toEqual([]);
    expect(app.log.text).toContain('user_refused');
  });

  it('get no login when the application fails, and nothing of why is shown', async () => {
    const app = await start({
      options: {
        mapUser: () => {
          throw new Error('the database at 10.0.0.1 is down');
        },
      },
    });
    const browser = new Browser();
    const callback = await app.logIn(browser);
    expect(callback.status).toBe(500);
    expect(await callback.text()).not.toContain('10.0.0.1');
    expect(await browser.cookieNames(app.url)).toEqual([]);
  });

  it('are refused when they do not fit into a cookie', async () => {
    const app = await start({ options: { mapUser: () => ({ history: 'x'.repeat(5000) }) } });
    const browser = new Browser();
    const callback = await app.logIn(browser);
    expect(callback.status).toBe(500);
    expect(await browser.cookieNames(app.url)).toEqual([]);
    expect(app.log.text).toMatch(/user_too_large .*mapUser/);
  });

  it('are told of as refused alone when no session could be made', async () => {
    const app = await start({ options: { mapUser: () => ({ history: 'x'.repeat(5000) }) } });
    const events = app.app.get(AuthEvents);
    const heard: unknown[] = [];
    events.on('login.completed', () => heard.push('completed'));
    events.on('login.refused', ({ code }) => heard.push(code));
    await app.logIn();
    expect(heard).toEqual(['user_too_large']);
  });

  it('are told of in events, once each, by eID and by code', async () => {
    const app = await start();
    const events = app.app.get(AuthEvents);
    const heard: unknown[] = [];
    events.on('login.started', () => heard.push('started'));
    events.on('login.completed', ({ eid, acr }) => heard.push({ eid, acr }));
    events.on('login.refused', ({ code }) => heard.push(code));
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-freja' });
    const begin = await browser.navigate(`${app.url}/auth/login`);
    const { url } = await app.fake.approve(locationOf(begin), { cancel: true });
    await browser.navigate(url);
    expect(heard).toEqual([
      'started',
      { eid: 'mitid', acr: 'urn:grn:authn:dk:mitid:substantial' },
      'started',
      'login_cancelled',
    ]);
  });
});
