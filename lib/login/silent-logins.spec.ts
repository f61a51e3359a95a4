import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { codeFrom } from '../../test/support/code-of.js';
import { LogLines } from '../../test/support/log-lines.js';
import { SilentLoginError } from '../errors/silent-login.error.js';
import { nameOnSite } from '../http/cookies.js';
import { EARLIER_COOKIES } from '../options/cookie-names.js';
import type { CompletedLogin } from './completed-login.js';
import type { LoginRequest } from './login-request.js';

let application: Application;
let browser: BrowserCookies;

beforeEach(async () => {
  Logger.overrideLogger(new LogLines());
  application = await startApplication();
  browser = new BrowserCookies();
});

afterEach(async () => {
  Logger.overrideLogger(new ConsoleLogger());
  await stopApplications();
});

const begin = (request: LoginRequest = {}): Promise<string> =>
  application.login.begin(application.cookiesOf(browser), { prompt: 'none', ...request });

/** The provider says in each callback who it is. */
function complete(parameters: Record<string, string>): Promise<CompletedLogin> {
  const sent = { iss: application.provider.issuer, ...parameters };
  return application.login.complete(application.cookiesOf(browser), new URLSearchParams(sent));
}

const hasJustFailed = (): boolean =>
  application.login.hasJustFailedSilently(application.cookiesOf(browser));

const thrownBy = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => error);

/** The callback of a login that the provider would have to ask somebody for. */
async function refusedWith(error: string, request: LoginRequest = {}): Promise<unknown> {
  const state = application.provider.login(await begin(request)).get('state') ?? '';
  return thrownBy(complete({ error, state }));
}

describe('A login that asks nobody', () => {
  it('is one like all others when single sign-on answers it', async () => {
    const url = await begin({ returnTo: '/orders' });
    expect(application.provider.sent('par').at(-1)?.form.get('prompt')).toBe('none');
    expect(await complete(Object.fromEntries(application.provider.login(url)))).toMatchObject({
      returnTo: '/orders',
    });
    expect(hasJustFailed()).toBe(false);
  });

  it.each([
    ['login_required', 'login_required'],
    ['interaction_required', 'login_interaction_required'],
    ['consent_required', 'login_consent_required'],
    ['account_selection_required', 'login_account_selection_required'],
    ['access_denied', 'login_cancelled'],
    ['server_error', 'login_refused_by_provider'],
    ['temporarily_unavailable', 'provider_temporarily_unavailable'],
  ])('says where to go on when it is answered %s', async (error, code) => {
    const thrown = await refusedWith(error, { returnTo: '/orders' });
    expect(thrown).toBeInstanceOf(SilentLoginError);
    expect(thrown).toMatchObject({ code, returnTo: '/orders' });
    expect(hasJustFailed()).toBe(true);
  });

  it('is used up by its answer', async () => {
    const state = application.provider.login(await begin()).get('state') ?? '';
    await thrownBy(complete({ error: 'login_required', state }));
    expect(await codeFrom(complete({ error: 'login_required', state }))).toBe('login_unknown');
  });

  it('goes nowhere for an answer that is of another issuer', async () => {
    const state = application.provider.login(await begin()).get('state') ?? '';
    const iss = 'https://evil.example';
    const thrown = await thrownBy(complete({ error: 'login_required', state, iss }));
    expect(thrown).not.toBeInstanceOf(SilentLoginError);
    expect(thrown).toMatchObject({ code: 'issuer_mismatch' });
  });

  it('is what nobody takes another login for', async () => {
    const thrown = await refusedWith('login_required', { prompt: 'login' });
    expect(thrown).not.toBeInstanceOf(SilentLoginError);
    expect(thrown).toMatchObject({ code: 'login_required' });
    expect(hasJustFailed()).toBe(false);
  });

  it.each([{ prompt: 'none login' }, { prompt: 'consent none' }, { maxAge: 0 }])(
    'is refused with %j',
    async (request) => {
      expect(await codeFrom(begin(request))).toBe('login_request_invalid');
      expect(application.provider.requests).toEqual([]);
    },
  );
});

describe('The silent logins of one browser', () => {
  const isTaken = async (): Promise<boolean> =>
    thrownBy(begin({ returnTo: '/orders' })).then((outcome) => typeof outcome === 'string');

  it('are two in five seconds', async () => {
    expect([await isTaken(), await isTaken(), await isTaken()]).toEqual([true, true, false]);
    application.clock.advance(5);
    expect(await isTaken()).toBe(true);
  });

  it('are six in twenty minutes', async () => {
    for (let attempt = 0; attempt < 6; attempt += 1) {
      expect(await isTaken()).toBe(true);
      application.clock.advance(100);
    }
    expect(await isTaken()).toBe(false);
    application.clock.advance(20 * 60 - 600);
    expect([await isTaken(), await isTaken()]).toEqual([true, false]);
  });

  it('are counted once, with those of 0.1.0', async () => {
    const { clock, options } = application;
    const name = EARLIER_COOKIES.silentLogins;
    const now = clock.seconds();
    const sealed = options.session.seals.for('silent login').seal(name, [now, now], now + 20 * 60);
    browser.held.set(nameOnSite(name, options.site), sealed);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      clock.advance(100);
      expect(await isTaken()).toBe(true);
    }
    expect(await isTaken()).toBe(false);
  });

  it('are forgotten in time, so that their cookie does not grow', async () => {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      expect(await isTaken()).toBe(true);
      application.clock.advance(10 * 60);
    }
    const [, attempts] = [...browser.held].find(([name]) => name.includes('-logins-silent-')) ?? [];
    expect(attempts?.length).toBeLessThan(200);
  });

  it('say where to go on when they are too many, and ask the provider nothing', async () => {
    await begin();
    await begin();
    application.provider.requests.length = 0;
    const thrown = await thrownBy(begin({ returnTo: '/orders' }));
    expect(thrown).toBeInstanceOf(SilentLoginError);
    expect(thrown).toMatchObject({ code: 'login_too_frequent', returnTo: '/orders' });
    expect(application.provider.requests).toEqual([]);
    expect(hasJustFailed()).toBe(true);
  });

  it('are not those of another browser, and logins that may ask are not counted', async () => {
    await begin();
    await begin();
    expect(await begin({ prompt: 'login' })).toContain('/authorize?');
    browser = new BrowserCookies();
    expect(await isTaken()).toBe(true);
  });

  it('lead nowhere else when there are too many', async () => {
    await begin();
    await begin();
    const thrown = await thrownBy(begin({ returnTo: '//evil.example' }));
    expect(thrown).toMatchObject({ returnTo: '/' });
  });
});
