import {
  Controller,
  Get,
  Inject,
  type ExecutionContext,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  Cookies,
  CriiptoAuthGuard,
  CriiptoLoginGuard,
  type CriiptoUser,
  CurrentUser,
  HttpExchanges,
  type LoginRequest,
  LoginService,
  OptionalAuth,
  RequireAcr,
  ResolvedOptions,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

const SUBSTANTIAL = 'urn:grn:authn:dk:mitid:substantial';
const LOW = 'urn:grn:authn:dk:mitid:low';
const SE_BANKID = 'urn:grn:authn:se:bankid';

@Controller()
@UseGuards(CriiptoAuthGuard)
class Pages {
  @Get('me')
  me(@CurrentUser() user: CriiptoUser) {
    return { eid: user.eid, acr: user.acr };
  }

  @Get('greeting')
  @OptionalAuth()
  greeting(@CurrentUser('eid') eid?: string) {
    return { hello: eid ?? 'stranger' };
  }

  @Get('swedes')
  @RequireAcr(SE_BANKID)
  swedes(@CurrentUser('eid') eid: string) {
    return { eid };
  }

  @Get('low')
  @RequireAcr(LOW)
  low(@CurrentUser('acr') acr: string) {
    return { acr };
  }

  @Get('high')
  @RequireAcr('urn:grn:authn:dk:mitid:high')
  high() {
    return {};
  }
}

class SwedishLoginGuard extends CriiptoLoginGuard {
  protected override loginRequest(context: ExecutionContext): LoginRequest {
    return { ...super.loginRequest(context), acrValues: SE_BANKID };
  }
}

/** Logins of the application's own. */
@Controller()
class OwnLogins {
  constructor(
    private readonly login: LoginService,
    private readonly exchanges: HttpExchanges,
    @Inject(ResolvedOptions) private readonly options: ResolvedOptions,
  ) {}

  @Get('login/swedes')
  @UseGuards(SwedishLoginGuard)
  byGuard(): void {}

  @Get('login/by-hand')
  async byHand(@Req() request: unknown, @Res({ passthrough: true }) response: unknown) {
    const cookies = new Cookies(this.exchanges.of(request, response), this.options.site);
    return this.login.begin(cookies, { acrValues: SE_BANKID });
  }
}

describe.each(HTTP_ADAPTERS)('what every login is asked for, on %s,', (_name, adapter) => {
  const start = appsOn(adapter, {
    controllers: [Pages, OwnLogins],
    options: { login: { acrValues: SUBSTANTIAL } },
  });
  let app: TestApp;
  let browser: Browser;
  beforeAll(async () => {
    app = await start();
  });
  const status = async (path: string) => (await browser.fetch(app.url + path)).status;
  const read = async (path: string) => (await browser.fetch(app.url + path)).json();

  /** Goes to a page and logs in as the application asks for it. */
  async function arriveAt(path: string, person: string): Promise<void> {
    const login = locationOf(await browser.navigate(app.url + path));
    const { url } = await app.fake.approve(login, { person });
    expect(locationOf(await browser.navigate(url))).toBe(app.url + path);
  }

  describe.each([
    ['another eID', '/swedes', 'se-olle'],
    ['a lower level', '/low', 'dk-freja'],
  ])('is not lowered by a route that asks for %s:', (_what, path, person) => {
    beforeAll(async () => {
      browser = new Browser();
      await arriveAt(path, person);
    });

    it('who logged in for it gets there', async () => {
      expect(await status(path)).toBe(200);
    });

    it('and nowhere else', async () => {
      const refused = await browser.fetch(`${app.url}/me`);
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, null]);
    });

    it('nobody is logged in where that is optional', async () => {
      expect(await read('/greeting')).toEqual({ hello: 'stranger' });
    });

    it('a browser is sent to log in anew, as every login does', async () => {
      const login = locationOf(await browser.navigate(`${app.url}/me`));
      expect(login).toContain(app.fake.issuer);
      const asked = app.fake.requests.last('par')?.form;
      expect(asked?.['acr_values']).toBe(SUBSTANTIAL);
      const { url } = await app.fake.approve(login, { person: 'dk-mads' });
      expect(locationOf(await browser.navigate(url))).toBe(`${app.url}/me`);
      expect(await read('/me')).toEqual({ eid: 'mitid', acr: SUBSTANTIAL });
    });
  });

  it('is met by a rule that asks for more', async () => {
    browser = new Browser();
    await arriveAt('/high', 'dk-freja');
    expect(await read('/me')).toEqual({ eid: 'mitid', acr: 'urn:grn:authn:dk:mitid:high' });
  });

  it.each([
    ['CriiptoLoginGuard', '/login/swedes'],
    ['LoginService', '/login/by-hand'],
  ])('is for the application to change in a login of its own, by %s', async (_how, path) => {
    browser = new Browser();
    const begun = await browser.navigate(app.url + path);
    const login = begun.headers.get('location') ?? (await begun.text());
    const { url } = await app.fake.approve(login, { person: 'se-olle' });
    await browser.navigate(url);
    expect(await status('/me')).toBe(200);
    expect(await read('/greeting')).toEqual({ hello: 'bankid-se' });
  });

  it('is nothing where no eID is named, as before', async () => {
    const open = await start({ options: {} });
    browser = new Browser();
    const login = locationOf(await browser.navigate(`${open.url}/swedes`));
    await browser.navigate((await open.fake.approve(login, { person: 'se-olle' })).url);
    expect((await browser.fetch(`${open.url}/me`)).status).toBe(200);
  });
});
