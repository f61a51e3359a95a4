import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';

import { Browser, type Visit } from '../../test/support/browser.js';
import { freePort } from '../../test/support/free-port.js';
import { FakeCriipto } from './fake-criipto.js';
import type { FakeClient } from './model/fake-client.js';

const CLIENT_ID = 'urn:my:application';
const REDIRECT_URI = 'http://localhost:4000/cb';
const verifier = randomBytes(32).toString('base64url');

describe('FakeCriipto', () => {
  let fake: FakeCriipto;
  let client: FakeClient;
  let sign: (claims?: object, typ?: string) => Promise<string>;
  const said: unknown[] = [];

  beforeAll(async () => {
    const console = [
      jest.spyOn(globalThis.console, 'warn'),
      jest.spyOn(globalThis.console, 'info'),
    ];
    for (const spy of console) spy.mockImplementation((text) => said.push(text));
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    client = {
      clientId: CLIENT_ID,
      redirectUris: [REDIRECT_URI],
      postLogoutRedirectUris: ['http://localhost:4000/bye'],
      jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', use: 'sig' }] },
    };
    fake = await FakeCriipto.start({ clients: [client] });
    sign = (claims = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const all = { iss: CLIENT_ID, sub: CLIENT_ID, aud: fake.issuer, iat: now, exp: now + 60 };
      return new SignJWT({ ...all, jti: randomBytes(16).toString('hex'), ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .sign(privateKey);
    };
  });
  afterAll(() => fake.stop());

  function authorizationUrl(parameters: Record<string, string> = {}): string {
    const url = new URL(`${fake.issuer}/oauth2/authorize`);
    url.search = new URLSearchParams({
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: 'openid',
      state: 'the state',
      nonce: 'the nonce',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...parameters,
    }).toString();
    return url.href;
  }

  async function exchange(
    code: string,
    assertion: string,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${fake.issuer}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT_URI,
        code_verifier: verifier,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async function logIn(parameters: Record<string, string>, person?: string) {
    const { url } = await fake.approve(authorizationUrl(parameters), person ? { person } : {});
    const { body } = await exchange(new URL(url).searchParams.get('code') ?? '', await sign());
    const [, claims = ''] = String(body['id_token']).split('.');
    return {
      tokens: body,
      claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>,
    };
  }

  it('starts without a word of oidc-provider', () => {
    expect(said).toEqual([]);
  });

  it('is discovered at the paths of Criipto', async () => {
    const response = await fetch(`${fake.issuer}/.well-known/openid-configuration`);
    const metadata = (await response.json()) as object;
    expect(metadata).toMatchObject({
      issuer: fake.issuer,
      authorization_endpoint: `${fake.issuer}/oauth2/authorize`,
      token_endpoint: `${fake.issuer}/oauth2/token`,
      userinfo_endpoint: `${fake.issuer}/oauth2/userinfo`,
      pushed_authorization_request_endpoint: `${fake.issuer}/oauth2/par`,
      end_session_endpoint: `${fake.issuer}/oauth2/logout`,
      jwks_uri: `${fake.issuer}/.well-known/jwks`,
      token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic'],
    });
    expect(metadata).not.toHaveProperty('authorization_response_iss_parameter_supported');
    expect(metadata).not.toHaveProperty('revocation_endpoint');
  });

  it('gives no refresh token, as Criipto does not', async () => {
    const { tokens } = await logIn({ scope: 'openid offline_access' });
    expect(tokens).not.toHaveProperty('refresh_token');
  });

  it('gives refresh tokens, and takes them back, for an application that is registered so', async () => {
    await fake.register({ ...client, refreshTokens: 'rotating', accessTokenLifetime: 300 });
    const { tokens } = await logIn({});
    expect(tokens).toMatchObject({ refresh_token: expect.any(String), expires_in: '300' });
    const discovery = await fetch(`${fake.issuer}/.well-known/openid-configuration`);
    expect(await discovery.json()).toMatchObject({
      revocation_endpoint: `${fake.issuer}/oauth2/revoke`,
    });
    await fake.register(client);
  });

  it('has nothing at any other path', async () => {
    expect((await fetch(`${fake.issuer}/favicon.ico`)).status).toBe(404);
  });

  it('answers a code with the claims and the shapes of Criipto', async () => {
    const { tokens, claims } = await logIn({ scope: 'openid ssn' }, 'dk-freja');
    expect(tokens).toEqual({
      access_token: expect.any(String),
      id_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: '120',
    });
    expect(claims).toMatchObject({
      iss: fake.issuer,
      aud: CLIENT_ID,
      nonce: 'the nonce',
      sub: '{11111111-1111-4111-8111-111111111111}',
      identityscheme: 'dkmitid',
      authenticationtype: 'urn:grn:authn:dk:mitid:substantial',
      cprNumberIdentifier: '1204859990',
    });
    for (const unknown of ['acr', 'auth_time', 'amr', 'azp', 'at_hash', 'sid']) {
      expect(claims).not.toHaveProperty(unknown);
    }
  });

  it('gives a national id to who asks for it, and in Finland to everybody', async () => {
    expect((await logIn({}, 'dk-freja')).claims).not.toHaveProperty('cprNumberIdentifier');
    expect((await logIn({}, 'fi-aino')).claims).toHaveProperty('hetu', '190188-999A');
  });

  it('offers the eIDs that were asked for', async () => {
    const { claims } = await logIn({ acr_values: 'urn:grn:authn:no:bankid:high' });
    expect(claims).toMatchObject({
      identityscheme: 'nobankid-oidc',
      authenticationtype: 'urn:grn:authn:no:bankid:high',
    });
  });

  it('shows the eID again to who has just logged in', async () => {
    const browser = new Browser();
    const visit = async (url: string, how: Visit = {}): Promise<Response> => {
      const response = await browser.navigate(url, how);
      const next = new URL(response.headers.get('location') ?? REDIRECT_URI, url);
      return next.origin === fake.issuer ? visit(next.href) : response;
    };
    const first = await visit(authorizationUrl());
    await visit(first.url, { form: { person: 'dk-freja' } });
    expect(await (await visit(authorizationUrl())).text()).toContain('Log in with your eID');
    const over = await visit(first.url);
    expect([over.status, await over.text()]).toEqual([400, expect.stringContaining('is over')]);
  });

  it('lets two tabs log in, in a browser that logged in before', async () => {
    const browser = new Browser();
    const visit = async (url: string, how: Visit = {}): Promise<Response> => {
      const response = await browser.navigate(url, how);
      const next = new URL(response.headers.get('location') ?? REDIRECT_URI, url);
      return next.origin === fake.issuer ? visit(next.href) : response;
    };
    const pickIn = async (tab: Response, person: string): Promise<string | null> => {
      const back = await visit(tab.url, { form: { person } });
      return new URL(back.headers.get('location') ?? '').searchParams.get('code');
    };
    const before = await visit(authorizationUrl());
    await pickIn(before, 'dk-freja');
    const tabs = [await visit(authorizationUrl()), await visit(authorizationUrl())];
    const codes = [];
    for (const tab of tabs) codes.push(await pickIn(tab, 'dk-mads'));
    expect(codes).toEqual([expect.any(String), expect.any(String)]);
    for (const code of codes) {
      const { body } = await exchange(code ?? '', await sign());
      expect(decodeJwt(String(body['id_token'])).name).toBe('Mads Testgaard');
    }
  });

  describe('with an application that wants to know of logouts', () => {
    let server: Server;
    const received: { iss?: string; sub?: string; sid?: string; events?: object }[] = [];
    const LISTENS = 'urn:an:application:that:listens';
    let uri: string;
    let isAway = false;

    beforeAll(async () => {
      server = createServer((request, response) => {
        void text(request).then((body) => {
          received.push(decodeJwt(new URLSearchParams(body).get('logout_token') ?? ''));
          response.writeHead(isAway ? 503 : 200).end();
        });
      });
      await once(server.listen(0, 'localhost'), 'listening');
      const address = server.address();
      uri = `http://localhost:${typeof address === 'object' ? address?.port : ''}/bye`;
      await fake.register({ ...client, clientId: LISTENS, backchannelLogoutUri: uri });
    });
    afterAll(() => {
      server.close();
    });

    it('tells it when a browser logs out, and when a test does', async () => {
      const browser = new Browser();
      const visit = async (url: string, how: Visit = {}): Promise<Response> => {
        const response = await browser.navigate(url, how);
        const next = new URL(response.headers.get('location') ?? REDIRECT_URI, url);
        return next.origin === fake.issuer ? visit(next.href) : response;
      };
      const url = authorizationUrl({ client_id: LISTENS });
      const page = await visit(url);
      await visit(page.url, { form: { person: 'dk-freja' } });
      const bye = encodeURIComponent('http://localhost:4000/bye');
      await visit(`${fake.issuer}/oauth2/logout?post_logout_redirect_uri=${bye}`);
      await visit(`${fake.issuer}/oauth2/logout?post_logout_redirect_uri=${bye}`);
      expect(received).toEqual([
        expect.objectContaining({
          iss: fake.issuer,
          aud: LISTENS,
          sub: '{11111111-1111-4111-8111-111111111111}',
          sid: expect.any(String),
          jti: expect.any(String),
          events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
        }),
      ]);

      received.length = 0;
      for (const person of ['dk-freja', 'dk-mads']) {
        const next = await visit(url);
        await visit(next.url, { form: { person } });
      }
      expect(received).toEqual([]); // no login ends another
      await visit(`${fake.issuer}/oauth2/logout?post_logout_redirect_uri=${bye}`);
      expect(received.map(({ sub }) => sub)).toEqual([
        '{22222222-2222-4222-8222-222222222222}',
        '{11111111-1111-4111-8111-111111111111}',
      ]);
      received.length = 0;

      await fake.approve(url, { person: 'dk-freja' });
      expect(await fake.logOut({ person: 'fi-aino' })).toEqual([]);
      expect(await fake.logOut({ person: 'dk-freja' })).toEqual([
        { clientId: LISTENS, status: 200 },
      ]);
      expect(await fake.logOut()).toEqual([]);
    });

    it('says what it answered, if it did', async () => {
      isAway = true;
      await fake.approve(authorizationUrl({ client_id: LISTENS }));
      expect(await fake.logOut()).toEqual([{ clientId: LISTENS, status: 503 }]);
      await fake.approve(authorizationUrl({ client_id: LISTENS }));
      server.closeAllConnections();
      await once(server.close(), 'close');
      expect(await fake.logOut()).toEqual([{ clientId: LISTENS, status: undefined }]);
    });
  });

  it('comes back by form when asked to', async () => {
    const approved = await fake.approve(authorizationUrl({ response_mode: 'form_post' }));
    expect(approved).toEqual({
      url: REDIRECT_URI,
      form: { code: expect.any(String), state: 'the state' },
    });
  });

  it('comes back with the error of a user who cancels', async () => {
    const { url } = await fake.approve(authorizationUrl(), { cancel: true });
    expect(new URL(url).searchParams.get('error')).toBe('access_denied');
  });

  it.each([
    ['an unknown client', { client_id: 'nobody' }, /client/],
    ['a foreign redirect URI', { redirect_uri: 'https://evil.example/' }, /redirect_uri/],
  ])('shows %s an error instead of a login', async (_what, parameters, said) => {
    await expect(fake.approve(authorizationUrl(parameters))).rejects.toThrow(said);
  });

  it('knows nobody but its people', async () => {
    await expect(fake.approve(authorizationUrl(), { person: 'dk-nobody' })).rejects.toThrow(
      /knows nobody called dk-nobody: dk-freja/,
    );
  });

  it('refuses a login without PKCE', async () => {
    const url = new URL(authorizationUrl());
    url.searchParams.delete('code_challenge');
    url.searchParams.delete('code_challenge_method');
    const approved = await fake.approve(url.href);
    expect(new URL(approved.url).searchParams.get('error')).toBe('invalid_request');
  });

  it.each([
    ['for a token endpoint', () => ({ aud: `${fake.issuer}/oauth2/token` })],
    ['for a list', () => ({ aud: [fake.issuer] })],
    ['without `iat`', () => ({ iat: undefined })],
    ['that lives longer than five minutes', () => ({ exp: Math.floor(Date.now() / 1000) + 600 })],
    ['of another subject', () => ({ sub: 'somebody else' })],
    ['that has expired', () => ({ exp: Math.floor(Date.now() / 1000) - 60 })],
  ])('refuses an assertion %s', async (_what, claims) => {
    const { status, body } = await exchange('code', await sign(claims()));
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
  });

  describe('says why it refused an assertion, which it does not tell the application', () => {
    it.each([
      [{ aud: 'https://elsewhere' }, /^audience \(aud\) must equal/],
      [{ iat: undefined }, /^issued at \(iat\) must be given$/],
      [{ jti: undefined }, /^unique jti/],
      [{ exp: 1 }, /^jwt expired$/],
    ])('%j', async (claims, reason) => {
      fake.requests.clear();
      said.length = 0;
      const { body } = await exchange('code', await sign(claims));
      expect(body['error_description']).toBe('client authentication failed');
      expect(fake.requests.last('token')?.refusal).toEqual({
        error: 'invalid_client',
        description: 'client authentication failed',
        reason: expect.stringMatching(reason),
      });
      expect(said).toEqual([
        expect.stringMatching(/^The fake Criipto refused urn:my:application at \/oauth2\/token: /),
      ]);
      expect(String(said[0])).toContain(`More at ${fake.inspector}`);
    });

    it('and of the other refusals says what it answered', async () => {
      fake.requests.clear();
      said.length = 0;
      await exchange('never given', await sign());
      expect(fake.requests.last('token')?.refusal).toMatchObject({
        error: 'invalid_grant',
        reason: 'authorization code not found',
      });
      expect(said).toEqual([]);
    });

    it('to whom it was told to, or to nobody', async () => {
      said.length = 0;
      const lines: string[] = [];
      for (const log of [(line: string) => lines.push(line), false as const]) {
        await using other = await FakeCriipto.start({ clients: [client], log });
        await fetch(`${other.issuer}/oauth2/token`, {
          method: 'POST',
          body: new URLSearchParams({
            client_assertion: await sign({ aud: other.issuer, exp: 1 }),
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            grant_type: 'authorization_code',
          }),
        });
      }
      expect(lines).toEqual([expect.stringContaining('jwt expired')]);
      expect(said).toEqual([]);
    });
  });

  describe('that does not start', () => {
    it('leaves no server behind', async () => {
      const port = await freePort();
      const notReady = { ...client, ftn: true };
      await expect(FakeCriipto.start({ port, clients: [notReady] })).rejects.toThrow('not ready');
      await using other = await FakeCriipto.start({ port, clients: [client] });
      expect(other.issuer).toBe(`http://127.0.0.1:${port}`);
    });

    it('says that the port is taken', async () => {
      const port = Number(new URL(fake.issuer).port);
      await expect(FakeCriipto.start({ port })).rejects.toThrow('EADDRINUSE');
    });
  });

  it('refuses an assertion that comes twice', async () => {
    const assertion = await sign();
    expect((await exchange('code', assertion)).body['error']).toBe('invalid_grant');
    expect((await exchange('code', assertion)).body['error']).toBe('invalid_client');
  });

  it('records what came in', async () => {
    fake.requests.clear();
    await exchange('a code', await sign());
    expect(fake.requests.last('token')).toMatchObject({
      method: 'POST',
      form: { code: 'a code' },
      assertion: { header: { kid: 'one' }, claims: { iss: CLIENT_ID } },
      status: 400,
    });
  });

  describe('at logout', () => {
    const logOut = (target: string) =>
      fetch(
        `${fake.issuer}/oauth2/logout?${new URLSearchParams({ post_logout_redirect_uri: target, state: 's' }).toString()}`,
        { redirect: 'manual' },
      );

    it('goes on to a registered place, with the state', async () => {
      const response = await logOut('http://localhost:4000/bye');
      expect(response.headers.get('location')).toBe('http://localhost:4000/bye?state=s');
    });

    it('goes nowhere else', async () => {
      expect((await logOut('https://evil.example/')).status).toBe(400);
    });
  });

  it('demands pushed requests when told to', async () => {
    await using strict = await FakeCriipto.start({ clients: [client], pushed: 'required' });
    const url = authorizationUrl().replace(fake.issuer, strict.issuer);
    const { url: back } = await strict.approve(url);
    expect(new URL(back).searchParams.get('error')).toBe('invalid_request');
  });
});
