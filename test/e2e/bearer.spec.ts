import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  BearerGuard,
  ClientAssertionService,
  CriiptoAuthGuard,
  CriiptoAuthModule,
  type CriiptoUser,
  CurrentUser,
  InvalidOptionsError,
  OptionalAuth,
  RequireAcr,
} from 'nestjs-criipto-auth';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, CLIENT_ID, type TestApp, testOptions } from '../support/test-app.js';

const VERIFIER = 'a-verifier-that-is-long-enough-for-what-it-proves-here';
const CHALLENGE = 'f37FnOuaNXki6aN75Ml-rXKMmkUfCYUvJCDrCIjwT3g';

/** Of an application that serves both: who comes with a token, and who is logged in. */
@Controller('either')
@UseGuards(CriiptoAuthGuard, BearerGuard)
class EitherController {
  @Get()
  @OptionalAuth()
  who(@CurrentUser('sub') sub?: string) {
    return { sub: sub ?? null };
  }
}

@Controller()
@UseGuards(BearerGuard)
class ApiController {
  @Get('tenants/:tenant')
  tenant(
    @CurrentUser() user: CriiptoUser & { tenants?: string[] },
    @Param('tenant') tenant: string,
  ) {
    user.tenants = [...(user.tenants ?? []), tenant];
    return user.tenants;
  }

  @Get('me')
  me(@CurrentUser() user: CriiptoUser) {
    return user;
  }

  @Get('name')
  name(@CurrentUser('name') name: string, @CurrentUser('identityscheme') scheme: string) {
    return { name, scheme };
  }

  @Get('transfer')
  @RequireAcr('urn:grn:authn:dk:mitid:high', { maxAge: 300 })
  transfer(@CurrentUser() { level }: CriiptoUser) {
    return { level };
  }

  @Get('greeting')
  @OptionalAuth()
  greeting(@CurrentUser('givenName') name?: string) {
    return { hello: name ?? 'stranger' };
  }
}

describe.each(HTTP_ADAPTERS)('an API on %s', (_name, adapter) => {
  const start = appsOn(adapter, {
    controllers: [ApiController, EitherController],
    options: { bearer: { audience: CLIENT_ID, idTokens: true } },
  });
  let app: TestApp;
  beforeAll(async () => {
    app = await start();
  });

  /** The ID token of a login that the application has no part in, as a native app would have it. */
  async function idTokenOf(person: string, acr: string): Promise<string> {
    const redirect_uri = `${app.url}/auth/callback`;
    const assertions = app.app.get(ClientAssertionService);
    const ask = async (path: string, form: Record<string, string>) => {
      const body = new URLSearchParams({
        ...form,
        client_id: CLIENT_ID,
        redirect_uri,
        ...(await assertions.parameters()),
      });
      const answer = await fetch(app.fake.issuer + path, { method: 'POST', body });
      return (await answer.json()) as Record<string, string>;
    };
    const { request_uri = '' } = await ask('/oauth2/par', {
      response_type: 'code',
      scope: 'openid',
      state: 'the state',
      acr_values: acr,
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
    });
    const query = new URLSearchParams({ client_id: CLIENT_ID, request_uri });
    const authorizationUrl = `${app.fake.issuer}/oauth2/authorize?${query.toString()}`;
    const { url } = await app.fake.approve(authorizationUrl, { person });
    const { id_token = '' } = await ask('/oauth2/token', {
      grant_type: 'authorization_code',
      code: new URL(url).searchParams.get('code') ?? '',
      code_verifier: VERIFIER,
    });
    return id_token;
  }

  const call = (path: string, token: string): Promise<Response> =>
    fetch(app.url + path, { headers: { authorization: `Bearer ${token}` } });

  it('knows the user of an ID token, again and again', async () => {
    const token = await idTokenOf('dk-freja', 'urn:grn:authn:dk:mitid:high');
    expect(await (await call('/me', token)).json()).toMatchObject({ eid: 'mitid', level: 'high' });
    expect(await (await call('/name', token)).json()).toEqual({
      name: 'Freja Prøvesen',
      scheme: 'dkmitid',
    });
    const response = await call('/transfer', token);
    expect(await response.json()).toEqual({ level: 'high' });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('gives each request a user of its own', async () => {
    const token = await idTokenOf('dk-freja', 'urn:grn:authn:dk:mitid:high');
    expect(await (await call('/tenants/acme', token)).json()).toEqual(['acme']);
    expect(await (await call('/tenants/other', token)).json()).toEqual(['other']);
  });

  it('knows nobody by a session, though another guard does', async () => {
    const browser = new Browser();
    await app.logIn(browser);
    expect(await (await browser.fetch(`${app.url}/either`)).json()).toEqual({ sub: null });
  });

  it('gives answers that are for one user, unless it is asked by a stranger', async () => {
    const token = await idTokenOf('dk-freja', 'urn:grn:authn:dk:mitid:substantial');
    for (const path of ['/me', '/transfer', '/greeting'])
      expect((await call(path, token)).headers.get('cache-control')).toBe('private, no-cache');
    const stranger = await fetch(`${app.url}/greeting`);
    expect(stranger.headers.get('cache-control')).toBeNull();
  });

  it('asks for a stronger login in the words of RFC 9470', async () => {
    const token = await idTokenOf('dk-freja', 'urn:grn:authn:dk:mitid:substantial');
    const response = await call('/transfer', token);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      `Bearer realm="${app.url}", error="insufficient_user_authentication", acr_values="urn:grn:authn:dk:mitid:high", max_age="300"`,
    ]);
  });

  it('does not take the session of a browser', async () => {
    const browser = new Browser();
    await app.logIn(browser);
    expect((await browser.fetch(`${app.url}/me`)).status).toBe(401);
  });

  it('does not start without an audience', async () => {
    const boot = Test.createTestingModule({
      imports: [CriiptoAuthModule.forRoot(testOptions('https://acme.criipto.id', app.url))],
      controllers: [ApiController],
    }).compile();
    await expect(boot).rejects.toThrow(InvalidOptionsError);
    await expect(boot).rejects.toThrow(/bearer\.audience/);
  });
});
