import { request as httpRequest } from 'node:http';

import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FakeCriipto } from 'nestjs-criipto-auth/testing';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { privateJwk, publicJwk } from '../support/private-keys.js';
import { ProfileController } from '../support/profile.controller.js';
import { appsOn, CLIENT_ID, type TestApp } from '../support/test-app.js';

const NATIONAL_ID = '1204859990';

/** What one reads on the page. */
async function textOf(fake: FakeCriipto, query = ''): Promise<string> {
  const page = await (await fetch(fake.inspector + query)).text();
  return page
    .replace(/<head>[^]*<\/head>|<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ');
}

describe.each(HTTP_ADAPTERS)(
  'the inspector, of logins at an application on %s',
  (_name, adapter) => {
    const start = appsOn(adapter, { controllers: [ProfileController] });

    it('shows each step of a login and of the logout, in their order', async () => {
      const app = await start({ options: { userInfo: 'required' } });
      const jar = await app.fake.logIn(app.url, { person: 'dk-freja' });
      const headers = { origin: app.url, 'sec-fetch-site': 'same-origin' };
      const bye = await jar.fetch('/auth/logout', { method: 'POST', headers });
      await fetch(bye.headers.get('location') ?? '', { redirect: 'manual' });
      const text = await textOf(app.fake);
      const order = [
        'Discovery',
        'Pushed request (PAR)',
        'Authorize',
        'At the eID',
        'Freja Prøvesen logged in',
        'Back to the application',
        'Token',
        'JWKS fetch',
        'Userinfo',
        'Logout',
      ];
      const places = order.map((words) => text.indexOf(` ${words} `, text.indexOf('Login 1 ')));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(text).toContain(' 1: logged out ');
      expect(text.match(/\d+ ms|\d\.\d s/g)?.length).toBeGreaterThan(10);
    });

    describe('after a login', () => {
      let app: TestApp;
      let text: string;

      beforeAll(async () => {
        app = await start({ options: { login: { scope: 'openid ssn' } } });
        await app.fake.logIn(app.url, { person: 'dk-freja' });
        text = await textOf(app.fake);
      });

      it('shows the assertion, and the published key that it was checked against', () => {
        expect(text).toContain(`JWKS fetch: ${app.url}/.well-known/jwks.json answered 200 in`);
        expect(text).toContain('made the signature');
        expect(text).toContain(
          `aud ${app.fake.issuer} expected: ${app.fake.issuer}, as one string rule of the fake`,
        );
        expect(text).toContain(`iss ${CLIENT_ID} expected: ${CLIENT_ID} explanation`);
      });

      it('shows what the application got back, and the claims in it', () => {
        expect(text).toContain('What the application got back');
        expect(text).toContain('authenticationtype urn:grn:authn:dk:mitid:substantial');
        expect(text).toContain('name Freja Prøvesen');
      });

      it('cuts codes, tokens and assertions', () => {
        const { requests } = app.fake;
        const secrets = ['client_assertion', 'code', 'code_verifier'].map(
          (name) => requests.last('token')?.form[name] ?? 'none',
        );
        for (const secret of secrets) {
          expect(secret.length).toBeGreaterThan(20);
          expect(text).not.toContain(secret);
        }
        expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
      });

      it('hides national ids until one asks for them', async () => {
        expect(text).toContain('Show national ids');
        expect(text).not.toContain(NATIONAL_ID);
        const asked = await textOf(app.fake, '?login=1&national-ids=shown');
        expect(asked).toContain(`cprNumberIdentifier ${NATIONAL_ID}`);
      });
    });

    it.each([
      [
        'is for somebody else',
        { options: { assertion: { audience: 'https://elsewhere' } } },
        ['aud https://elsewhere', 'audience (aud) must equal'],
      ],
      [
        'is signed by a key that is not published',
        {
          client: () => ({
            jwksUri: undefined,
            jwks: { keys: [publicJwk('P-256', { kid: 'other' })] },
          }),
        },
        ['of no published key', 'a published key: other', 'Pasted in'],
      ],
      [
        'is signed by another key of that name',
        {
          options: { keys: { jwks: { keys: [privateJwk('rsa', { kid: 'same' })] } } },
          client: () => ({
            jwksUri: undefined,
            jwks: { keys: [publicJwk('rsa', { kid: 'same' }, 1)] },
          }),
        },
        ['is named, but did not make the signature', 'signature verification failed'],
      ],
      [
        'has keys that cannot be fetched',
        { client: () => ({ jwksUri: 'http://127.0.0.1:1/jwks.json' }) },
        ['http://127.0.0.1:1/jwks.json answered with', 'None was looked at'],
      ],
      [
        'is of an unknown client',
        { options: { clientId: 'urn:nobody' } },
        ['client not found', 'urn:nobody'],
      ],
    ])('says why an assertion was refused that %s', async (_what, settings, words) => {
      const app = await start(settings as Parameters<typeof start>[0]); // each is a part of it
      await new Browser().navigate(`${app.url}/auth/login`);
      const text = await textOf(app.fake);
      expect(text).toContain('refused: invalid_client');
      expect(text).toContain("The provider's verdict: invalid_client");
      expect(text).toContain('not as expected:');
      for (const each of words) expect(text).toContain(each);
    });

    it('shows what is in a signed request, and that one was missing', async () => {
      const signing = await start({ options: { login: { signedRequest: true } } });
      await new Browser().navigate(`${signing.url}/auth/login`);
      const text = await textOf(signing.fake);
      expect(text).toContain('Signed request');
      expect(text).toContain(
        'typ oauth-authz-req+jwt expected: oauth-authz-req+jwt rule of the fake',
      );
      expect(text).toContain('✓ as expected: code_challenge_method S256');
      const missing = await start({ client: () => ({ signedRequests: 'required' }) });
      await new Browser().navigate(`${missing.url}/auth/login`);
      expect(await textOf(missing.fake)).toContain('✕ not as expected: request not sent');
    });

    it('escapes what it was sent', async () => {
      const { fake } = await start();
      const attack = '<img src=x onerror="alert(1)">';
      const query = new URLSearchParams({
        client_id: attack,
        redirect_uri: attack,
        [attack]: attack,
      });
      await fetch(`${fake.issuer}/oauth2/authorize?${query.toString()}`);
      const page = await (await fetch(fake.inspector)).text();
      expect(page).toContain('&lt;img src=x');
      expect(page).not.toContain('<img');
    });

    it('keeps the newest fifty', async () => {
      const { fake } = await start();
      for (let count = 0; count < 51; count += 1)
        await fetch(`${fake.issuer}/oauth2/authorize?client_id=${count}`);
      const page = await (await fetch(fake.inspector)).text();
      expect(page.match(/id="entry-\d+"/g)).toHaveLength(50);
      expect(await textOf(fake, '?login=1')).toContain('This login is gone');
    });

    it('says that something happened, as it happens', async () => {
      const app = await start();
      const events = await fetch(`${app.fake.inspector}/events`);
      const reader = events.body?.getReader();
      expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('retry: 1000\n\n');
      await new Browser().navigate(`${app.url}/auth/login`);
      expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain(
        'data: changed',
      );
      await reader?.cancel();
    });
  },
);

describe('the inspector answers', () => {
  const start = appsOn(HTTP_ADAPTERS[0]?.[1] ?? (() => Promise.reject(new Error()) as never));
  let fake: FakeCriipto;

  beforeAll(async () => {
    ({ fake } = await start());
  });

  /** With a header that `fetch` lets nobody set. */
  function statusFor(headers: Record<string, string>, method = 'GET', path = ''): Promise<unknown> {
    return new Promise((resolve, reject) => {
      httpRequest(fake.inspector + path, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  }

  it('this machine by its own names', async () => {
    const { port, host } = new URL(fake.issuer);
    expect(await statusFor({ host })).toBe(200);
    expect(await statusFor({ host: `localhost:${port}` })).toBe(200);
  });

  it.each(['evil.example', 'localhost', 'localhost:1', '127.0.0.1.evil.example', '192.168.0.1'])(
    'nobody who comes by the name %s',
    async (host) => {
      expect(await statusFor({ host })).toBe(403);
    },
  );

  it('no script of another site', async () => {
    const { host } = new URL(fake.issuer);
    const headers = { host, 'sec-fetch-site': 'cross-site' };
    expect(await statusFor({ ...headers, 'sec-fetch-dest': 'empty' })).toBe(403);
    expect(await statusFor({ ...headers, 'sec-fetch-dest': 'iframe' })).toBe(403);
    expect(await statusFor({ ...headers, 'sec-fetch-dest': 'document' })).toBe(200);
  });

  it('nothing but questions', async () => {
    const { host } = new URL(fake.issuer);
    expect(await statusFor({ host }, 'POST')).toBe(405);
    expect(await statusFor({ host }, 'GET', '/elsewhere')).toBe(404);
  });

  it('with a page that loads nothing of others, and that nobody frames or keeps', async () => {
    const { headers } = await fetch(fake.inspector);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; .*frame-ancestors 'none'$/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });
});
