import { beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, UseGuards } from '@nestjs/common';
import { CibaService, CriiptoAuthGuard, HeadlessLoginService } from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { codeFrom } from '../support/code-of.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { SilentStore } from '../support/silent-store.js';
import { appsOn, CLIENT_ID, SESSION_SECRET, type TestApp } from '../support/test-app.js';

/** Five seconds for the first, none for who comes after it, and what a busy machine needs. */
const LIMIT_SECONDS = 8;

@Controller()
@UseGuards(CriiptoAuthGuard)
class Me {
  @Get('me')
  me() {
    return 'in';
  }
}

/** What came of it, once it did not take too long. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work;
  expect((performance.now() - begin) / 1000).toBeLessThan(LIMIT_SECONDS);
  return result;
}

describe.each(HTTP_ADAPTERS)('a store that never answers, on %s', (_name, adapter) => {
  const start = appsOn(adapter, {
    controllers: [Me],
    extras: { routes: { backchannelLogout: true } },
    client: (url) => ({ backchannelLogoutUri: `${url}/auth/backchannel-logout` }),
  });
  const store = new SilentStore();
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    app = await start({
      options: { session: { secret: SESSION_SECRET, store }, transaction: { store } },
    });
    browser = new Browser();
    expect((await app.logIn(browser)).status).toBe(303);
  }, 30_000);

  /** While nobody gets an answer. The first of each try waits, for who was silent a moment ago is asked no more. */
  async function inSilence<T>(work: () => Promise<T>): Promise<T> {
    store.isSilent = true;
    try {
      return await inTime(work());
    } finally {
      store.isSilent = false;
      await expectHealed();
    }
  }

  async function expectHealed(): Promise<void> {
    const until = performance.now() + 10_000;
    let status = 503;
    while (status === 503 && performance.now() < until)
      ({ status } = await browser.fetch(`${app.url}/me`));
    expect(status).toBe(200);
  }

  it('refuses a guarded page by 503, and logs nobody out', async () => {
    const { status, headers } = await inSilence(() => browser.fetch(`${app.url}/me`));
    expect([status, headers.has('retry-after')]).toEqual([503, true]);
  });

  it('refuses a callback by 503, without a session', async () => {
    const other = new Browser();
    const begin = await other.navigate(`${app.url}/auth/login`);
    const { url } = await app.fake.approve(locationOf(begin));
    app.fake.requests.clear();
    expect((await inSilence(() => other.navigate(url))).status).toBe(503);
    expect(app.fake.requests.of('token')).toHaveLength(0);
    expect(await other.cookieNames(app.url)).not.toContain(app.cookieNames.session);
  });

  it('begins a login all the same, which needs no store', async () => {
    const other = new Browser();
    const begin = await inSilence(() => other.navigate(`${app.url}/auth/login`));
    expect(begin.status).toBe(302);
  });

  it('refuses a logout by 503, so that nobody takes it for done', async () => {
    const logout = () => browser.fetch(`${app.url}/auth/logout`, { method: 'POST' });
    expect((await inSilence(logout)).status).toBe(503);
  });

  it('takes no logout at the provider for done', async () => {
    const other = new Browser();
    await app.logIn(other, { person: 'dk-mads' });
    // The fake waits for less long than a store is waited for: what it hears is no 200.
    expect(await inSilence(() => app.fake.logOut({ person: 'dk-mads' }))).toEqual([
      { clientId: CLIENT_ID, status: undefined },
    ]);
    expect((await other.fetch(`${app.url}/me`)).status).toBe(200);
  });

  it('refuses who polls for a login', async () => {
    const ciba = app.app.get(CibaService);
    const login = await ciba.start({
      eid: 'bankid-se',
      nationalId: '199007019992',
      callInitiator: 'user',
      bindingMessage: 'You are talking to Acme',
    });
    expect(await inSilence(() => codeFrom(ciba.complete(login)))).toBe('store_unavailable');
    const headless = app.app.get(HeadlessLoginService);
    const begun = await headless.start({ endUserIp: '203.0.113.7' });
    expect(await inSilence(() => codeFrom(headless.complete(begun)))).toBe('store_unavailable');
  });

  it('costs a hundred requests at once no more than one', async () => {
    const statuses = await inSilence(() =>
      Promise.all(
        Array.from({ length: 100 }, async () => (await browser.fetch(`${app.url}/me`)).status),
      ),
    );
    expect(new Set(statuses)).toEqual(new Set([503]));
  });
});
