import { Controller, Delete, Get, Logger, Param, Req, Res, UseGuards } from '@nestjs/common';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  Cookies,
  CriiptoAuthGuard,
  type CriiptoUser,
  CurrentUser,
  HttpExchanges,
  OptionalAuth,
  Public,
  ResolvedOptions,
  type SessionOwner,
  SessionService,
  SystemClock,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { FaultyStore } from '../support/faulty-store.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
class AccountController {
  private readonly logger = new Logger('Account');

  constructor(
    private readonly sessions: SessionService,
    private readonly exchanges: HttpExchanges,
    private readonly options: ResolvedOptions,
  ) {}

  @Get('me')
  me(@CurrentUser() { sub, nationalId }: CriiptoUser) {
    return { sub, nationalId };
  }

  @Get('prices')
  @Public()
  prices() {
    return {};
  }

  @Get('home')
  @OptionalAuth()
  home() {
    return {};
  }

  @Get('sessions')
  async list(
    @CurrentUser() user: CriiptoUser,
    @Req() request: unknown,
    @Res({ passthrough: true }) response: unknown,
  ) {
    const exchange = this.exchanges.of(request, response);
    const own = await this.sessions.read(new Cookies(exchange, this.options.site));
    const sessions = await this.sessions.list(user);
    return sessions.map(({ id, eid }) => ({ id, eid, isOwn: id === own?.id }));
  }

  @Delete('sessions')
  async revokeAll(@CurrentUser() user: SessionOwner) {
    const ended = this.sessions.revokeAll(user);
    return ended.catch((error: unknown) => ({ thrown: error instanceof TypeError }));
  }

  @Get('printed')
  async print(@Req() request: unknown, @Res({ passthrough: true }) response: unknown) {
    const exchange = this.exchanges.of(request, response);
    const session = await this.sessions.read(new Cookies(exchange, this.options.site));
    this.logger.log(session);
    this.logger.log({ ...session });
    return { hasNationalId: session?.authentication.nationalId !== undefined, session };
  }

  @Delete('sessions/:id')
  async revoke(@CurrentUser() user: CriiptoUser, @Param('id') id: string) {
    return { ended: await this.sessions.revoke(user, id) };
  }
}

describe.each(HTTP_ADAPTERS)('stored sessions on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [AccountController] });
  let store: FaultyStore;
  let app: TestApp;

  const session = () => ({ secret: SESSION_SECRET, store });
  const statusOf = async (browser: Browser, path = '/me', at = app): Promise<number> =>
    (await browser.fetch(at.url + path)).status;

  beforeEach(async () => {
    store = new FaultyStore(new SystemClock());
    app = await start({ options: { session: session() } });
  });

  it('log in, know the user, and log out', async () => {
    const browser = new Browser();
    expect((await app.logIn(browser)).status).toBe(303);
    const me = await browser.fetch(`${app.url}/me`);
    expect(await me.json()).toMatchObject({ sub: expect.any(String) });
    const copy = await browser.copy();
    await browser.navigate(`${app.url}/auth/logout`, { method: 'POST' });
    expect([await statusOf(browser), await statusOf(copy)]).toEqual([401, 401]);
  });

  it('are good at every instance, and end at all of them', async () => {
    const { issuer } = app.fake;
    const other = await start({ options: { issuer, baseUrl: app.url, session: session() } });
    const browser = new Browser();
    await app.logIn(browser);
    expect(await statusOf(browser, '/me', other)).toBe(200);
    const copy = await browser.copy();
    await browser.navigate(`${other.url}/auth/logout`, { method: 'POST' });
    expect(await statusOf(copy)).toBe(401);
  });

  it('are listed to their user, who ends one from elsewhere', async () => {
    const [phone, laptop] = [new Browser(), new Browser()];
    for (const browser of [phone, laptop]) await app.logIn(browser, { person: 'dk-freja' });
    const listed = (await (await laptop.fetch(`${app.url}/sessions`)).json()) as { id: string }[];
    expect(listed).toEqual([
      { id: expect.any(String), eid: 'mitid', isOwn: false },
      { id: expect.any(String), eid: 'mitid', isOwn: true },
    ]);
    const ended = await laptop.fetch(`${app.url}/sessions/${listed[0]?.id}`, { method: 'DELETE' });
    expect(await ended.json()).toEqual({ ended: true });
    expect([await statusOf(phone), await statusOf(laptop)]).toEqual([401, 200]);
  });

  it('end for a user as the login knew it, and not in silence for another', async () => {
    const mapped = await start({
      options: { session: session(), mapUser: () => Promise.resolve({ id: 7 }) },
    });
    const answers = [app, mapped].map(async (at) => {
      const browser = new Browser();
      await at.logIn(browser);
      const answer = await browser.fetch(`${at.url}/sessions`, { method: 'DELETE' });
      return [await answer.text(), await statusOf(browser, '/home', at)];
    });
    expect(await Promise.all(answers)).toEqual([
      ['1', 200],
      ['{"thrown":true}', 200],
    ]);
  });

  it('show no national id and no claims to who logs or answers them', async () => {
    const own = await start({ options: { session: session(), login: { scope: 'openid ssn' } } });
    const browser = new Browser();
    await own.logIn(browser, { person: 'dk-freja' });
    const { nationalId } = (await (await browser.fetch(`${own.url}/me`)).json()) as {
      readonly nationalId: string;
    };
    const answer = await (await browser.fetch(`${own.url}/printed`)).text();
    expect(answer).toContain('"hasNationalId":true');
    for (const text of [answer, own.log.everything]) {
      expect(text).toContain('mitid');
      expect(text).not.toContain(nationalId);
      expect(text).not.toContain('cprNumberIdentifier');
    }
  });

  it('let nobody in, and make nobody anonymous, while the store is away', async () => {
    const browser = new Browser();
    await app.logIn(browser);
    store.failAll();
    for (const path of ['/me', '/home']) {
      const answer = await browser.fetch(app.url + path);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await answer.text()).not.toContain('store');
    }
    expect(app.log.text).toContain('store_unavailable');
    store.fail();
    expect(await statusOf(browser)).toBe(200);
  });

  it('ask the store nothing where no user is needed, or none comes', async () => {
    const browser = new Browser();
    await app.logIn(browser);
    store.failAll();
    expect(await statusOf(browser, '/prices')).toBe(200);
    expect(await statusOf(new Browser(), '/home')).toBe(200);
    expect(await statusOf(new Browser())).toBe(401);
  });

  it('do not begin while the store is away', async () => {
    const browser = new Browser();
    const begun = await browser.navigate(`${app.url}/auth/login`);
    const { url } = await app.fake.approve(locationOf(begun));
    store.fail('set');
    const answer = await browser.fetch(url);
    expect(answer.status).toBe(503);
    expect(await browser.cookieNames(app.url)).not.toContain(app.cookieNames.session);
    expect(app.log.text).toContain('Login refused: store_unavailable');
  });

  it('stay when the logout cannot be done', async () => {
    const browser = new Browser();
    await app.logIn(browser);
    store.fail('take');
    const logOut = () => browser.navigate(`${app.url}/auth/logout`, { method: 'POST' });
    expect((await logOut()).status).toBe(503);
    store.fail();
    expect((await logOut()).status).toBe(303);
  });
});
