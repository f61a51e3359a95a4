import { randomUUID } from 'node:crypto';

import { beforeEach, describe, expect, it } from '@jest/globals';
import { CompactEncrypt } from 'jose';

import { Browser } from '../support/browser.js';
import { base64url, withSegments } from '../support/forgery.js';
import { describeOnGrid } from '../support/grid.js';
import { logoutToken } from '../support/logout-token.js';
import { keyPair, privateJwk } from '../support/private-keys.js';
import { providerKey, signedBy } from '../support/provider-key.js';
import { oidccProfile } from '../support/provider-profile.js';
import type { RelyingParty } from '../support/relying-party.js';

const SUITE = 'oidcc-client-test-rp-backchannel-rpinitlogout';
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const INVALID = 'logout_token_invalid';
/** Of all the characters that a provider may make it of. */
const SID = 'a"b\\c+d%e&f;g';
const MEGABYTE = 1024 * 1024;

const BY: readonly (readonly [string, object])[] = [
  ['by sid', {}],
  ['by sub', { sid: undefined }],
];

const settings = { storesSessions: true, profile: oidccProfile } as const;

/** Logs in in the provider's session of this name. */
async function logIn(party: RelyingParty, claims: object = {}): Promise<Browser> {
  party.provider.idToken({ sid: SID, ...claims });
  const browser = new Browser();
  expect((await party.logIn(browser)).response.status).toBe(303);
  return browser;
}

const token = (
  { provider, clock }: RelyingParty,
  claims: object = {},
  header: object = {},
): Promise<string> => logoutToken(provider, clock.seconds(), { sid: SID, ...claims }, header);

const send = (party: RelyingParty, logout: string): Promise<Response> =>
  party.postLogout({ logout_token: logout, ignored_parameter: 'ignored' });

/** Refused, so that nothing happened, and the provider learns no more than that. */
async function expectRefused(
  party: RelyingParty,
  browser: Browser,
  response: Response,
  code: string,
): Promise<void> {
  expect(response.status).toBe(400);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toEqual({ error: 'invalid_request' });
  expect(party.logouts).toEqual([code]);
  expect(party.log.text).toContain(`Back-channel logout refused: ${code} (`);
  expect(party.log.text).not.toMatch(/eyJ[\w-]{10,}\./);
  expect(await party.isLoggedIn(browser)).toBe(true);
}

describeOnGrid('Back-channel logout', settings, (party) => {
  let browser: Browser;
  beforeEach(async () => {
    browser = await logIn(party());
  });

  it(SUITE, async () => {
    const response = await send(party(), await token(party()));
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await party().isLoggedIn(browser)).toBe(false);
    expect(party().logouts).toEqual([1]);
  });

  it(`${SUITE}, when the session is gone already`, async () => {
    await party().logOut(browser);
    expect((await send(party(), await token(party()))).status).toBe(200);
    expect(party().logouts).toEqual([0]);
  });

  it.each<[string, object]>([
    [`${SUITE}-no-event`, { events: undefined }],
    [`${SUITE}-with-nonce`, { nonce: 'a nonce' }],
    [`${SUITE}-wrong-event`, { events: { 'http://schemas.openid.net/event/foobar': {} } }],
    ['L6 no jti', { jti: undefined }],
    ['L6 no iat', { iat: undefined }],
    ['L6 neither sub nor sid', { sub: undefined, sid: undefined }],
    ['L6 an event that is no object', { events: { [EVENT]: true } }],
    ['L6 events as a text', { events: EVENT }],
    ['L6 no aud', { aud: undefined }],
  ])('%s', async (_case, claims) => {
    const response = await send(party(), await token(party(), claims));
    await expectRefused(party(), browser, response, INVALID);
  });

  it.each<[string, (honest: { iss: string; aud: string; iat: number }) => object]>([
    [`${SUITE}-wrong-aud`, ({ aud }) => ({ aud: `${aud}INVALID` })],
    [`${SUITE}-wrong-iss`, ({ iss }) => ({ iss: `${iss}INVALID` })],
    ['L6 over', ({ iat }) => ({ iat: iat - 300, exp: iat - 180 })],
    ['L6 from the future', ({ iat }) => ({ iat: iat + 120 })],
    ['L10 for another client of the same provider', () => ({ aud: 'another-client' })],
    ['L10 of another issuer, about the same sub', () => ({ iss: 'https://other.example' })],
  ])('%s', async (_case, change) => {
    const { provider, clock } = party();
    const aud = 'urn:my:application:identifier:1234';
    const claims = change({ iss: provider.issuer, aud, iat: clock.seconds() });
    const response = await send(party(), await token(party(), claims));
    await expectRefused(party(), browser, response, INVALID);
  });

  it.each(['at+jwt', 'dpop+jwt', 'client-authentication+jwt'])('L7 the type %s', async (typ) => {
    const response = await send(party(), await token(party(), {}, { typ }));
    await expectRefused(party(), browser, response, INVALID);
  });

  it.each([undefined, 'JWT', 'logout+jwt'])('L7 the type %s is one of them', async (typ) => {
    expect((await send(party(), await token(party(), {}, { typ }))).status).toBe(200);
  });

  it(`${SUITE}-alg-none`, async () => {
    const unsigned = { header: base64url({ alg: 'none' }), signature: '' };
    const response = await send(party(), withSegments(await token(party()), unsigned));
    await expectRefused(party(), browser, response, INVALID);
  });

  it(`${SUITE}-wrong-alg`, async () => {
    const published = party().provider.keys.find(({ alg }) => alg === 'ES256');
    const sign = (claims: unknown, header = {}) =>
      signedBy(published ?? providerKey('ES256'), claims, header);
    const { issuer } = party().provider;
    const response = await send(
      party(),
      await logoutToken({ issuer, sign }, party().clock.seconds(), { sid: SID }),
    );
    expect(published).toBeDefined();
    await expectRefused(party(), browser, response, INVALID);
  });

  it('J15 an ID token', async () => {
    const response = await send(party(), await party().provider.issueIdToken({ nonce: 'any' }));
    await expectRefused(party(), browser, response, INVALID);
  });

  it.each([undefined, 'JWT', 'logout+jwt'])(
    'J15 a logout token of the type %s is no ID token',
    async (typ) => {
      const logout = await token(party(), {}, { typ });
      party().provider.forge(() => logout);
      const other = new Browser();
      await party().logIn(other);
      expect(await party().isLoggedIn(other)).toBe(false);
    },
  );

  it('L5 no token', async () => {
    const response = await party().postLogout({ ignored_parameter: 'ignored' });
    await expectRefused(party(), browser, response, 'logout_token_missing');
  });

  it('L5 two tokens', async () => {
    const fields = new URLSearchParams();
    for (const each of [await token(party()), await token(party())])
      fields.append('logout_token', each);
    const response = await party().postLogout(fields);
    await expectRefused(party(), browser, response, 'logout_token_missing');
  });

  it('L5 JSON', async () => {
    const body = JSON.stringify({ logout_token: await token(party()) });
    const headers = { 'content-type': 'application/json' };
    const url = `${party().url}/auth/backchannel-logout`;
    const response = await fetch(url, { method: 'POST', headers, body });
    await expectRefused(party(), browser, response, 'logout_token_missing');
  });

  it.each(['GET', 'HEAD', 'PUT'])('L5 by %s', async (method) => {
    const query = new URLSearchParams({ logout_token: await token(party()) });
    const url = `${party().url}/auth/backchannel-logout?${query.toString()}`;
    const response = await fetch(url, { method });
    const { status, headers } = response;
    expect([status, headers.get('allow'), headers.get('cache-control')]).toEqual([
      405,
      'POST',
      'no-store',
    ]);
    expect(await party().isLoggedIn(browser)).toBe(true);
  });

  it('L8 the same token again', async () => {
    const logout = await token(party());
    await send(party(), logout);
    party().clock.advance(1);
    const again = await logIn(party());
    party().logouts.length = 0;
    const response = await send(party(), logout);
    await expectRefused(party(), again, response, 'logout_token_replayed');
  });

  it('L8 the same token many times at once', async () => {
    const logout = await token(party());
    const responses = await Promise.all(Array.from({ length: 8 }, () => send(party(), logout)));
    const statuses = responses.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, 400, 400, 400, 400, 400, 400, 400]);
    expect(await party().isLoggedIn(browser)).toBe(false);
  });

  it('L9 a session that nobody knows', async () => {
    const unknown = { sid: randomUUID(), sub: 'nobody' };
    expect((await send(party(), await token(party(), unknown))).status).toBe(200);
    expect(await party().isLoggedIn(browser)).toBe(true);
  });

  it('L10 by sid, that session alone', async () => {
    const other = await logIn(party(), { sid: 'another' });
    await send(party(), await token(party(), { sub: undefined }));
    expect(await party().isLoggedIn(browser)).toBe(false);
    expect(await party().isLoggedIn(other)).toBe(true);
  });

  it('L10 by sub, every session of the user', async () => {
    const other = await logIn(party(), { sid: undefined });
    await send(party(), await token(party(), { sid: undefined }));
    expect(await party().isLoggedIn(browser)).toBe(false);
    expect(await party().isLoggedIn(other)).toBe(false);
    expect(party().logouts).toEqual([2]);
  });

  it('L10 the sid of another user', async () => {
    await send(party(), await token(party(), { sub: 'another' }));
    expect(await party().isLoggedIn(browser)).toBe(true);
    expect(party().logouts).toEqual([0]);
  });

  it.each(BY)('L10 not a later login, %s', async (_by, claims) => {
    const logout = await token(party(), claims);
    party().clock.advance(1);
    const later = await logIn(party());
    await send(party(), logout);
    expect(await party().isLoggedIn(browser)).toBe(false);
    expect(await party().isLoggedIn(later)).toBe(true);
  });

  it.each(BY)('A15 amid a login, %s', async (_by, claims) => {
    const { provider } = party();
    const statuses: number[] = [];
    provider.answer('token', async (honest) => {
      statuses.push((await send(party(), await token(party(), claims))).status);
      return honest;
    });
    const underway = new Browser();
    const { response } = await party().logIn(underway);
    expect([statuses, response.status]).toEqual([[200], 401]);
    expect(party().refusals.map(({ code }) => code)).toEqual(['login_revoked']);
    expect(await party().isLoggedIn(underway)).toBe(false);
  });

  it.each(['get', 'take', 'putIfAbsent', 'compareAndSet'] as const)(
    'L11 the store fails at %s, and the provider can try again',
    async (method) => {
      const { store } = party();
      const logout = await token(party());
      store.fail(method);
      const response = await send(party(), logout);
      const { status, headers } = response;
      expect([status, headers.get('retry-after'), headers.get('cache-control')]).toEqual([
        503,
        '5',
        'no-store',
      ]);
      expect(await response.json()).toEqual({ error: 'temporarily_unavailable' });
      store.fail();
      expect((await send(party(), logout)).status).toBe(200);
      expect(await party().isLoggedIn(browser)).toBe(false);
    },
  );

  it("L11 the provider's keys are away", async () => {
    const { provider, clock } = party();
    clock.advance(3 * 24 * 60 * 60);
    const logout = await token(party());
    provider.answer('jwks', { status: 500 });
    expect((await send(party(), logout)).status).toBe(503);
    provider.beHonest();
    clock.advance(30);
    expect((await send(party(), logout)).status).toBe(200);
  });

  it('L13 a large token', async () => {
    const large = await token(party(), { padding: 'x'.repeat(60_000) });
    const response = await send(party(), large);
    await expectRefused(party(), browser, response, INVALID);
  });

  it.each([1, 10])('L13 a token of %d MB', async (size) => {
    const padding = 'x'.repeat(size * MEGABYTE);
    // A server may hang up on who still sends.
    const answer = send(party(), await token(party(), { padding })).catch(() => undefined);
    expect([413, undefined]).toContain((await answer)?.status);
    expect(await party().isLoggedIn(browser)).toBe(true);
  });

  it('L13 made-up names of keys', async () => {
    const { provider } = party();
    const before = provider.sent('jwks').length;
    const statuses: number[] = [];
    for (let name = 0; name < 50; name += 1) {
      const response = await send(party(), await token(party(), {}, { kid: `made up ${name}` }));
      statuses.push(response.status);
    }
    // Refused by what the provider publishes, as far as that was looked at; else one may try again.
    const looked = provider.sent('jwks').length - before;
    expect(looked).toBeLessThanOrEqual(2);
    expect(statuses).toEqual(Array.from({ length: 50 }, (_, nth) => (nth < looked ? 400 : 503)));
    expect(await party().isLoggedIn(browser)).toBe(true);
  });
});

describeOnGrid(
  'Back-channel logout where tokens are encrypted',
  {
    ...settings,
    options: {
      idToken: { decryption: 'required' },
      keys: {
        jwks: JSON.stringify({
          keys: [privateJwk('P-256'), privateJwk('rsa', { use: 'enc', kid: 'enc-1' }, 1)],
        }),
      },
    },
    profile: () => ({ ...oidccProfile(), encrypt: encrypted }),
  },
  (party) => {
    it('L6 encrypted, as ID tokens are', async () => {
      const browser = await logIn(party());
      const response = await send(party(), await encrypted(await token(party())));
      expect(response.status).toBe(200);
      expect(await party().isLoggedIn(browser)).toBe(false);
    });

    it('L6 not encrypted', async () => {
      const browser = await logIn(party());
      const response = await send(party(), await token(party()));
      await expectRefused(party(), browser, response, INVALID);
    });

    it('L6 encrypted, and not signed', async () => {
      const browser = await logIn(party());
      const unsigned = { header: base64url({ alg: 'none' }), signature: '' };
      const forged = await encrypted(withSegments(await token(party()), unsigned));
      await expectRefused(party(), browser, await send(party(), forged), INVALID);
    });
  },
);

function encrypted(signed: string): Promise<string> {
  return new CompactEncrypt(Buffer.from(signed))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'enc-1', cty: 'JWT' })
    .encrypt(keyPair('rsa', 1).publicKey);
}

describeOnGrid('Back-channel logout that is off', { profile: oidccProfile }, (party) => {
  it('is not there', async () => {
    const response = await party().postLogout({ logout_token: await token(party()) });
    expect(response.status).toBe(404);
  });
});

describe('logout tokens', () => {
  it('are as the suite sends them', async () => {
    const claims: unknown[] = [];
    const sign = async (payload: unknown): Promise<string> => String(claims.push(payload));
    await logoutToken({ issuer: 'https://op.example', sign }, 1000);
    expect(claims).toEqual([
      {
        iss: 'https://op.example',
        sub: 'user-1',
        aud: expect.any(String),
        jti: expect.stringMatching(/^[\da-f-]{36}$/),
        sid: expect.any(String),
        iat: 1000,
        exp: 1120,
        events: { [EVENT]: {} },
        ignored_claim: expect.any(String),
      },
    ]);
  });
});
