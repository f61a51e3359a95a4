import { Controller, type ExecutionContext, Get, UseGuards } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AuthEvents,
  CriiptoAuthGuard,
  CriiptoLoginGuard,
  type CriiptoUser,
  CurrentUser,
  type LoginRequest,
  RequireAcr,
  RequireAge,
  SystemClock,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { FaultyStore } from '../support/faulty-store.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';

const AGE = 'urn:age-verification';
const SE_BANKID = 'urn:grn:authn:se:bankid';

@Controller()
@UseGuards(CriiptoAuthGuard)
class Shop {
  @Get('me')
  me(@CurrentUser() user: CriiptoUser) {
    return { eid: user.eid };
  }

  @Get('wine')
  @RequireAge(18)
  wine(@CurrentUser('eid') eid?: string) {
    return { for: eid ?? 'somebody' };
  }

  @Get('danish-wine')
  @RequireAge(18, { country: 'DK' })
  danishWine() {
    return {};
  }

  @Get('dutch-wine')
  @RequireAge(18, { country: 'NL' })
  dutchWine() {
    return {};
  }

  @Get('whisky')
  @RequireAge(25, { country: 'GB' })
  whisky() {
    return {};
  }

  @Get('port')
  @RequireAge(40)
  port() {
    return {};
  }

  @Get('swedes')
  @RequireAcr(SE_BANKID)
  swedes() {
    return {};
  }

  @Get('fresh')
  @RequireAge(18, { maxAge: 300 })
  fresh() {
    return {};
  }
}

class AgeLoginGuard extends CriiptoLoginGuard {
  protected override loginRequest(context: ExecutionContext): LoginRequest {
    const request = super.loginRequest(context);
    return { ...request, acrValues: AGE, scope: 'openid is_over_18' };
  }
}

@Controller()
class OwnProof {
  @Get('prove')
  @UseGuards(AgeLoginGuard)
  prove(): void {}
}

describe.each(HTTP_ADAPTERS)('an age rule on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [Shop, OwnProof] });
  let app: TestApp;
  let browser: Browser;

  const status = async (path: string) => (await browser.fetch(app.url + path)).status;
  const begin = async (path: string) => locationOf(await browser.navigate(app.url + path));
  const asked = () => app.fake.requests.last('par')?.form;

  /** Goes to a page, and proves an age on the way. */
  async function prove(path: string, person: string): Promise<Response> {
    const { url, form } = await app.fake.approve(await begin(path), { person });
    return browser.navigate(url, form ? { form } : {});
  }

  const logOut = () => browser.navigate(`${app.url}/auth/logout`, { method: 'POST' });

  beforeEach(() => {
    browser = new Browser();
  });

  describe.each(['cookies', 'a store'])('with sessions in %s', (where) => {
    beforeAll(async () => {
      const store = new FaultyStore(new SystemClock());
      const session = { secret: SESSION_SECRET, ...(where === 'a store' ? { store } : {}) };
      app = await start({ options: { session, login: { loginHint: 'sub:1204859990' } } });
    });

    it('sends a browser to prove its age, and lets it in as nobody', async () => {
      const back = await prove('/wine', 'se-olle');
      expect(asked()).toMatchObject({ acr_values: AGE, scope: 'openid is_over_18' });
      expect(asked()).not.toHaveProperty('login_hint');
      expect(locationOf(back)).toBe(`${app.url}/wine`);
      expect(await (await browser.fetch(`${app.url}/wine`)).json()).toEqual({ for: 'somebody' });
    });

    it('makes no login of it', async () => {
      await prove('/wine', 'se-olle');
      expect(await browser.cookieNames(app.url)).toEqual([app.cookieNames.age]);
      expect(await status('/me')).toBe(401);
    });

    it('answers 401 to a script that has proved nothing', async () => {
      const answer = await browser.fetch(`${app.url}/wine`);
      expect([answer.status, await answer.json()]).toMatchObject([
        401,
        { message: 'A proof of age is required' },
      ]);
    });

    it('refuses who is too young, also the next time, and says so', async () => {
      expect(locationOf(await prove('/wine', 'dk-villads'))).toBe(`${app.url}/wine`);
      const page = await browser.navigate(`${app.url}/wine`);
      expect(page.status).toBe(403);
      const text = await page.text();
      expect(text).toContain('You must be at least 18');
      expect(text).not.toContain('Try again');
      const headers = { accept: 'application/json' };
      const answer = await browser.fetch(`${app.url}/wine`, { headers });
      expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'age_too_low' }]);
      expect(app.log.text).toContain('age_too_low');
    });

    it('asks in the country that it names', async () => {
      await prove('/danish-wine', 'dk-mads');
      expect(asked()?.['login_hint']).toBe('country:DK');
      expect(await status('/danish-wine')).toBe(200);
    });

    it('takes no proof of another country', async () => {
      await prove('/wine', 'se-olle');
      expect(await status('/danish-wine')).toBe(401);
    });

    it.each([
      ['iDIN', '/dutch-wine', 'nl-sanne', 'urn:grn:authn:nl:idin', 'openid idin:age-verification'],
      [
        'OneID',
        '/whisky',
        'gb-robin',
        'urn:grn:authn:uk:oneid',
        'openid oneid:product:age_verification oneid:age_over_25',
      ],
    ])('is answered by %s, which makes no login either', async (_eid, path, person, acr, scope) => {
      await prove(path, person);
      expect(asked()).toMatchObject({ acr_values: acr, scope });
      expect(asked()).not.toHaveProperty('login_hint');
      expect(await status(path)).toBe(200);
      expect(await status('/me')).toBe(401);
    });

    it.each([
      ['dk-freja', 200],
      ['dk-villads', 403],
    ])('goes by the birthdate of who is logged in: %s', async (person, expected) => {
      await app.logIn(browser, { person });
      expect((await browser.navigate(`${app.url}/wine`)).status).toBe(expected);
      expect(await status('/wine')).toBe(expected);
    });

    it('is answered for any age by a birthdate, for which it sends to log in', async () => {
      expect(await begin('/port')).toContain(`${app.url}/auth/login?returnTo=`);
      await app.logIn(browser, { person: 'dk-mads' });
      expect(await status('/port')).toBe(200);
      await app.logIn(browser, { person: 'fi-aino' });
      expect(await status('/port')).toBe(403);
    });

    it('sends nobody in circles who is logged in without a birthdate', async () => {
      await app.logIn(browser, { person: 'se-olle' });
      expect((await browser.navigate(`${app.url}/port`)).status).toBe(401);
    });

    it('is answered by a proof of who is logged in without a birthdate', async () => {
      await app.logIn(browser, { person: 'se-olle' });
      await prove('/wine', 'se-olle');
      const wine = await browser.fetch(`${app.url}/wine`);
      expect(await wine.json()).toEqual({ for: 'bankid-se' });
      expect(await status('/me')).toBe(200);
    });

    it('does not believe a proof against the birthdate of who is logged in', async () => {
      await prove('/wine', 'dk-mads');
      await app.logIn(browser, { person: 'dk-villads' });
      expect(await status('/wine')).toBe(403);
    });

    it('forgets the proof at logout', async () => {
      await prove('/wine', 'se-olle');
      await logOut();
      expect(await browser.cookieNames(app.url)).not.toContain(app.cookieNames.age);
      expect(await status('/wine')).toBe(401);
    });

    it('forgets the proof of who was logged in at logout', async () => {
      await app.logIn(browser, { person: 'se-olle' });
      await prove('/wine', 'se-olle');
      await logOut();
      expect(await status('/wine')).toBe(401);
    });

    it('keeps the proof when the same person logs in once more', async () => {
      await app.logIn(browser, { person: 'se-olle' });
      await prove('/wine', 'se-olle');
      await app.logIn(browser, { person: 'se-olle' });
      expect(await status('/wine')).toBe(200);
    });

    it('forgets the proof when another person logs in', async () => {
      await app.logIn(browser, { person: 'se-olle' });
      await prove('/wine', 'se-olle');
      await app.logIn(browser, { person: 'se-astrid' });
      expect(await status('/wine')).toBe(401);
      expect(await browser.cookieNames(app.url)).not.toContain(app.cookieNames.age);
    });

    it('gives the proof of nobody to the first who logs in, and not to the second', async () => {
      await prove('/wine', 'se-olle');
      await app.logIn(browser, { person: 'se-olle' });
      expect(await status('/wine')).toBe(200);
      await app.logIn(browser, { person: 'se-astrid' });
      expect(await status('/wine')).toBe(401);
    });

    it('asks for a proof that is recent enough, and for no old single sign-on', async () => {
      await prove('/fresh', 'se-olle');
      expect(asked()).toMatchObject({ max_age: '300', prompt: 'login' });
      expect(await status('/fresh')).toBe(200);
    });

    it('takes a proof that the application asked for itself, and makes no login of it', async () => {
      const proved: unknown[] = [];
      app.app.get(AuthEvents).on('age.proved', (event) => proved.push(event));
      const back = await prove('/prove?returnTo=/wine', 'no-lars');
      expect(locationOf(back)).toBe(`${app.url}/wine`);
      expect([await status('/wine'), await status('/me')]).toEqual([200, 401]);
      expect(proved).toEqual([{ eid: 'age-verification' }]);
    });
  });

  it.each(['cookies', 'a store'])(
    'sends nobody in circles whose login counts at another route alone, with sessions in %s',
    async (where) => {
      const store = new FaultyStore(new SystemClock());
      const session = { secret: SESSION_SECRET, ...(where === 'a store' ? { store } : {}) };
      const login = { acrValues: 'urn:grn:authn:dk:mitid:substantial' };
      app = await start({ options: { session, login } });
      await prove('/swedes', 'se-olle');
      expect(await status('/swedes')).toBe(200);
      await prove('/wine', 'se-olle');
      const wine = await browser.navigate(`${app.url}/wine`);
      expect([wine.status, await wine.json()]).toEqual([200, { for: 'somebody' }]);
      expect([await status('/me'), await status('/swedes')]).toEqual([401, 200]);
    },
  );

  it('keeps the proof out of the browser of who has a stored session', async () => {
    const store = new FaultyStore(new SystemClock());
    app = await start({ options: { session: { secret: SESSION_SECRET, store } } });
    await app.logIn(browser, { person: 'se-olle' });
    await prove('/wine', 'se-olle');
    expect(await browser.cookieNames(app.url)).toEqual([app.cookieNames.session]);
    expect(await status('/wine')).toBe(200);
  });

  it('forgets the proof of another also where callbacks come as forms, without any other cookie', async () => {
    app = await start({ options: { login: { responseMode: 'form_post' } } });
    const comeBack = async (begun: string, person: string) => {
      const { url, form } = await app.fake.approve(begun, { person });
      const sent = (await browser.jar.getCookies(url)).filter(
        ({ sameSite }) => sameSite === 'none',
      );
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: sent.map((cookie) => cookie.cookieString()).join('; ') },
        body: new URLSearchParams(form),
      });
      for (const cookie of answer.headers.getSetCookie()) await browser.jar.setCookie(cookie, url);
    };
    await comeBack(await begin('/wine'), 'se-olle');
    expect(await status('/wine')).toBe(200);
    await comeBack(await begin('/auth/login'), 'se-astrid');
    expect([await status('/me'), await status('/wine')]).toEqual([200, 401]);
  });

  it('knows the birthdate of whom the application made a user of its own', async () => {
    app = await start({ options: { mapUser: ({ name }) => ({ displayName: name }) } });
    await app.logIn(browser, { person: 'dk-villads' });
    expect(await status('/wine')).toBe(403);
  });

  describe('where an age is what users log in by', () => {
    beforeAll(async () => {
      const login = { acrValues: AGE, scope: 'openid is_over_18' };
      app = await start({ options: { login } });
    });

    it('is a login, and answers', async () => {
      await app.logIn(browser, { person: 'dk-mads' });
      expect([await status('/me'), await status('/wine')]).toEqual([200, 200]);
    });

    it('names nobody who would have to come back from a login by an eID', async () => {
      await app.logIn(browser, { person: 'dk-mads' });
      expect(locationOf(await prove('/swedes', 'se-olle'))).toBe(`${app.url}/swedes`);
      expect(await status('/swedes')).toBe(200);
    });

    it('is none that says no', async () => {
      const refused = await app.logIn(browser, { person: 'dk-villads' });
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain('You must be at least 18');
      expect(app.log.text).toContain('age_too_low');
      expect(await status('/me')).toBe(401);
    });
  });
});
