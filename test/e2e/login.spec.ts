import { Controller, Get, UseGuards } from '@nestjs/common';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CriiptoAuthGuard, type CriiptoUser, CurrentUser } from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, CLIENT_ID, type TestApp } from '../support/test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
class ProfileController {
  @Get('me')
  me(@CurrentUser() user: CriiptoUser) {
    return user;
  }

  @Get('claims')
  claims(@CurrentUser() user: CriiptoUser) {
    return user.claims;
  }
}

describe.each(HTTP_ADAPTERS)('a login on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProfileController] });

  describe('with the defaults', () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await start({ options: { keys: { generate: 'development' } } });
    });

    it('ends at the page that was wanted, with a session', async () => {
      const browser = new Browser();
      const wanted = await browser.navigate(`${app.url}/me?tab=1`);
      const begin = await browser.navigate(locationOf(wanted));
      const { url } = await app.fake.approve(locationOf(begin), { person: 'dk-freja' });
      const callback = await browser.navigate(url);
      expect(locationOf(callback)).toBe(`${app.url}/me?tab=1`);
      const me = await browser.fetch(locationOf(callback));
      expect(await me.json()).toMatchObject({ eid: 'mitid', name: 'Freja Prøvesen' });
    });

    it.each([
      ['se-astrid', { eid: 'bankid-se', name: 'Astrid Provström' }],
      ['no-ingrid', { eid: 'bankid-no', name: 'Ingrid Prøvestad' }],
      ['fi-aino', { eid: 'ftn', givenName: 'Aino' }],
    ])('knows %s', async (person, user) => {
      const browser = new Browser();
      await app.logIn(browser, { person });
      const me = await browser.fetch(`${app.url}/me`);
      expect(await me.json()).toMatchObject(user);
    });

    it('shows no national id to whoever serialises the user', async () => {
      const browser = new Browser();
      await app.logIn(browser, { person: 'fi-aino' });
      expect(await (await browser.fetch(`${app.url}/me`)).text()).not.toContain('190188-999A');
    });

    it('pushes the request, so that nothing of it is in the URL', async () => {
      const begin = await new Browser().navigate(`${app.url}/auth/login`);
      const { searchParams } = new URL(locationOf(begin));
      expect([...searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
      expect(app.fake.requests.last('par')?.form).toMatchObject({
        response_type: 'code',
        redirect_uri: `${app.url}/auth/callback`,
        code_challenge_method: 'S256',
        scope: 'openid',
      });
    });

    it('answers a redirect without a body', async () => {
      const begin = await new Browser().navigate(`${app.url}/auth/login`);
      expect(begin.status).toBe(302);
      expect(await begin.text()).toBe('');
      expect(begin.headers.get('referrer-policy')).toBe('no-referrer');
    });

    it('proves itself with a new assertion at every endpoint', async () => {
      app.fake.requests.clear();
      await app.logIn();
      const assertions = app.fake.requests.all.flatMap(({ assertion }) => assertion ?? []);
      expect(assertions).toHaveLength(2);
      expect(new Set(assertions.map(({ claims }) => claims['jti'])).size).toBe(2);
      for (const { header, claims } of assertions) {
        expect(header).toEqual({
          alg: 'RS256',
          kid: expect.any(String),
          typ: 'client-authentication+jwt',
        });
        expect(claims).toEqual({
          iss: CLIENT_ID,
          sub: CLIENT_ID,
          aud: app.fake.issuer,
          iat: expect.any(Number),
          exp: Number(claims['iat']) + 60,
          jti: expect.any(String),
        });
      }
    });

    it('goes home when nothing was wanted', async () => {
      expect(locationOf(await app.logIn())).toBe(`${app.url}/`);
    });

    it.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/auth/login'])(
      'goes home instead of to %s',
      async (returnTo) => {
        expect(locationOf(await app.logIn(new Browser(), { returnTo }))).toBe(`${app.url}/`);
      },
    );

    it('finishes in every tab that began one', async () => {
      const browser = new Browser();
      const tabs = await Promise.all(
        ['/me?tab=1', '/me?tab=2', '/me?tab=3'].map((path) =>
          browser.navigate(`${app.url}/auth/login?returnTo=${encodeURIComponent(path)}`),
        ),
      );
      for (const [index, tab] of tabs.entries()) {
        const { url } = await app.fake.approve(locationOf(tab));
        expect(locationOf(await browser.navigate(url))).toBe(`${app.url}/me?tab=${index + 1}`);
      }
    });

    it('keeps ten logins under way, and gives up the oldest for an eleventh', async () => {
      const browser = new Browser();
      const starts: string[] = [];
      for (let login = 0; login < 11; login += 1) {
        starts.push(locationOf(await browser.navigate(`${app.url}/auth/login`)));
      }
      const underway = (await browser.cookieNames(app.url)).filter((name) =>
        name.startsWith(app.cookieNames.login),
      );
      expect(underway).toHaveLength(10);
      const last = await app.fake.approve(starts.at(-1) ?? '');
      expect((await browser.navigate(last.url)).status).toBe(303);
    });

    it('shows a page with a way on when the user cancels at the eID', async () => {
      const browser = new Browser();
      const begin = await browser.navigate(`${app.url}/auth/login`);
      const { url } = await app.fake.approve(locationOf(begin), { cancel: true });
      const callback = await browser.navigate(url);
      expect(callback.status).toBe(401);
      expect(await callback.text()).toContain('You cancelled the login');
      expect(await browser.cookieNames(app.url)).toEqual([]);
      expect(app.log.text).toContain('login_cancelled');
    });

    it('leaves one cookie, which scripts cannot read', async () => {
      const browser = new Browser();
      const callback = await app.logIn(browser);
      const session = callback.headers
        .getSetCookie()
        .find((cookie) => cookie.startsWith(`${app.cookieNames.session}=`));
      expect(session).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=28800$/);
      expect(await browser.cookieNames(app.url)).toEqual([app.cookieNames.session]);
    });

    it('sends a user who goes back to the callback home, and nobody else', async () => {
      const browser = new Browser();
      const begin = await browser.navigate(`${app.url}/auth/login`);
      const { url } = await app.fake.approve(locationOf(begin));
      await browser.navigate(url);
      expect(locationOf(await browser.navigate(url))).toBe(`${app.url}/`);
      expect((await new Browser().navigate(url)).status).toBe(400);
    });

    it('never logs a code, a state, a token or a person', async () => {
      const browser = new Browser();
      const begin = await browser.navigate(`${app.url}/auth/login`);
      const { url } = await app.fake.approve(locationOf(begin), { person: 'fi-aino' });
      await browser.navigate(url);
      await new Browser().navigate(url);
      const { searchParams } = new URL(url);
      expect(app.log.text).toContain('login_unknown');
      for (const secret of [...searchParams.values(), 'eyJ', '190188', 'Aino']) {
        expect(app.log.text).not.toContain(secret);
      }
    });
  });

  it('comes back by a form when asked to', async () => {
    const app = await start({ options: { login: { responseMode: 'form_post' } } });
    const browser = new Browser();
    const callback = await app.logIn(browser, { returnTo: '/me' });
    expect(locationOf(callback)).toBe(`${app.url}/me`);
    expect((await browser.fetch(`${app.url}/me`)).status).toBe(200);
    expect(app.fake.requests.last('par')?.form['response_mode']).toBe('form_post');
  });

  it('does without pushed requests at a provider that has none', async () => {
    const app = await start({ fake: { pushed: 'absent' } });
    const begin = await new Browser().navigate(`${app.url}/auth/login`);
    expect(new URL(locationOf(begin)).searchParams.get('code_challenge_method')).toBe('S256');
    expect(locationOf(await app.logIn())).toBe(`${app.url}/`);
  });

  it('proves itself by a secret while a migration takes', async () => {
    const clientSecret = 'a secret: with % and + and &';
    const app = await start({ options: { clientSecret } });
    await app.fake.register({
      clientId: CLIENT_ID,
      clientSecret,
      redirectUris: [`${app.url}/auth/callback`],
    });
    expect(locationOf(await app.logIn())).toBe(`${app.url}/`);
    const { requests } = app.fake;
    for (const request of [requests.last('par'), requests.last('token')]) {
      expect(request?.headers['authorization']).toMatch(/^Basic /);
      expect(request?.form).not.toHaveProperty('client_assertion');
    }
  });

  it('checks the issuer that a provider names in the callback', async () => {
    const app = await start({ fake: { sendIss: true } });
    const browser = new Browser();
    const begin = await browser.navigate(`${app.url}/auth/login`);
    const { url } = await app.fake.approve(locationOf(begin));
    expect(new URL(url).searchParams.get('iss')).toBe(app.fake.issuer);
    expect((await browser.navigate(url)).status).toBe(303);
  });

  it('comes back to where the application wants those who cancel', async () => {
    const app = await start({ options: { login: { cancelledPath: '/cancelled' } } });
    const browser = new Browser();
    const begin = await browser.navigate(`${app.url}/auth/login`);
    const { url } = await app.fake.approve(locationOf(begin), { cancel: true });
    expect(locationOf(await browser.navigate(url))).toBe(`${app.url}/cancelled`);
  });

  it('asks userinfo for the rest when told to', async () => {
    const app = await start({ options: { userInfo: 'required' } });
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-mads' });
    expect(app.fake.requests.of('userinfo')).toHaveLength(1);
    expect(await (await browser.fetch(`${app.url}/me`)).json()).toMatchObject({
      name: 'Mads Testgaard',
    });
  });

  it('takes the mock eID with the claims of the hint', async () => {
    const hint = Buffer.from(JSON.stringify({ name: 'Ada Testlace' })).toString('base64');
    const app = await start({
      options: { login: { acrValues: 'urn:grn:authn:mock', loginHint: `mock:${hint}` } },
    });
    const browser = new Browser();
    await app.logIn(browser);
    expect(await (await browser.fetch(`${app.url}/me`)).json()).toMatchObject({
      name: 'Ada Testlace',
    });
  });

  it('gives the national id to who asks for it by scope and by name', async () => {
    const app = await start({ options: { login: { scope: 'openid ssn' } } });
    const browser = new Browser();
    await app.logIn(browser, { person: 'dk-freja' });
    const claims = await browser.fetch(`${app.url}/claims`);
    expect(await claims.json()).toMatchObject({ cprNumberIdentifier: '1204859990' });
  });
});
