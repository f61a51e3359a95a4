import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { logoutToken } from '../support/logout-token.js';
import { type Recorded, recordedBy, UpgradedApp } from '../support/upgrade/upgraded-app.js';

const before = recordedBy('0.1.0');

describe.each(HTTP_ADAPTERS)('after the upgrade from 0.1.0 on %s', (_name, adapter) => {
  let inCookies: UpgradedApp;
  let inStore: UpgradedApp;
  beforeAll(async () => {
    inCookies = await UpgradedApp.start(adapter, before, 'in cookies');
    inStore = await UpgradedApp.start(adapter, before, 'in a store');
  });
  beforeEach(() => Promise.all([inCookies.reset(), inStore.reset()]));
  afterAll(() => Promise.all([inCookies.stop(), inStore.stop()]));

  describe('who was logged in is logged in,', () => {
    it('by a session in a cookie', async () => {
      const { get } = inCookies;
      const me = await get('/me', before.cookieSession);
      expect([me.status, await me.json()]).toEqual([200, before.user]);
    });

    it('as what the application made of the user', async () => {
      const { get } = inCookies;
      const me = await get('/me', before.mappedSession);
      expect(await me.json()).toEqual({ id: 7, roles: ['reader'] });
    });

    it('by a session in a store, with its access token', async () => {
      const { get } = inStore;
      const me = await get('/me', before.storedSession);
      expect(await me.json()).toMatchObject({ sub: before.user.sub });
      const token = await get('/token', before.storedSession);
      expect(await token.json()).toEqual({ token: before.accessToken });
    });

    it('by a session that is in the list of the user', async () => {
      const { get } = inStore;
      const listed = await get('/sessions', before.storedSession);
      expect(await listed.json()).toEqual([
        expect.objectContaining({ id: before.sessionId, eid: 'mitid' }),
      ]);
    });
  });

  describe('who was logged in is logged out,', () => {
    it('with the ID token of the login as the hint', async () => {
      const { url, get } = inStore;
      const headers = { cookie: before.storedSession, origin: before.baseUrl };
      const init = { method: 'POST', headers, redirect: 'manual' } as const;
      const answer = await fetch(`${url}/auth/logout`, init);
      const atProvider = new URL(answer.headers.get('location') ?? '');
      expect(atProvider.searchParams.get('id_token_hint')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect((await get('/me', before.storedSession)).status).toBe(401);
    });

    it.each([
      ['its session', { sub: before.user.sub, sid: before.sid }],
      ['its user', { sub: before.user.sub, sid: undefined }],
    ])('when the provider names %s', async (_what, claims) => {
      const { url, get, provider, now } = inStore;
      const token = await logoutToken(provider, now, { ...claims, iss: before.issuer });
      const body = new URLSearchParams({ logout_token: token });
      const answer = await fetch(`${url}/auth/backchannel-logout`, { method: 'POST', body });
      expect(answer.status).toBe(200);
      expect((await get('/me', before.storedSession)).status).toBe(401);
    });
  });

  describe('a login under way', () => {
    /** The browser comes back from the provider as this user. */
    async function comeBack(
      { get, provider }: UpgradedApp,
      login: Recorded['login'],
      sub: string,
    ): Promise<Response> {
      const acr = 'urn:grn:authn:dk:mitid:substantial';
      provider.idToken({ sub, acr });
      const parameters = provider.login(login.authorizationUrl);
      return get(`/auth/callback?${parameters.toString()}`, login.cookies);
    }

    it('ends at the page that it was for', async () => {
      const answer = await comeBack(inCookies, before.login, 'user-1');
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        `${before.baseUrl}/orders`,
      ]);
      const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
      expect((await inCookies.get('/me', cookie.join('; '))).status).toBe(200);
    });

    it('as the same person once more ends so', async () => {
      const answer = await comeBack(inCookies, before.stepUp, before.user.sub);
      expect(answer.headers.get('location')).toBe(`${before.baseUrl}/transfer`);
    });

    it('as the same person once more ends for nobody else', async () => {
      // Elsewhere, for it is good once.
      const answer = await comeBack(inStore, before.stepUp, 'somebody else');
      expect(answer.status).toBe(403);
    });
  });

  describe.each(['in cookies', 'in a store'] as const)('a session %s', (keeps) => {
    const session = keeps === 'in cookies' ? before.cookieSession : before.storedSession;
    let app: UpgradedApp;
    afterEach(() => app.stop());

    it.each([
      ['counts that is what every login is asked for', 'substantial', 200],
      ['that is less does not: nobody knows what made it', 'high', 401],
    ])('%s', async (_what, level, status) => {
      const acrValues = `urn:grn:authn:dk:mitid:${level}`;
      app = await UpgradedApp.start(adapter, before, keeps, { login: { acrValues } });
      await app.reset();
      expect((await app.get('/me', session)).status).toBe(status);
    });
  });
});
