import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { generalProfile } from '../support/provider-profile.js';
import { RelyingParty } from '../support/relying-party.js';
import type { Endpoint } from '../support/stub-provider.js';

describe.each(HTTP_ADAPTERS)(
  'A connection to the provider that is dead, on %s,',
  (_name, adapter) => {
    let party: RelyingParty;
    beforeAll(async () => {
      party = await RelyingParty.start({ adapter, responseMode: 'query', profile: generalProfile });
    }, 30_000);
    afterAll(() => party.stop());
    afterEach(() => party.reset());

    /** Hangs up once, and then answers. */
    function hangUpOnce(endpoint: Endpoint): void {
      let isDead = true;
      party.provider.answer(endpoint, (honest) => {
        const answer = isDead ? undefined : honest;
        isDead = false;
        return answer;
      });
    }

    it.each<Endpoint>(['discovery', 'jwks', 'par'])('costs no login, at %s', async (endpoint) => {
      hangUpOnce(endpoint);
      const browser = new Browser();
      expect((await party.logIn(browser)).response.status).toBe(303);
      expect(await party.isLoggedIn(browser)).toBe(true);
      expect(party.provider.sent(endpoint)).toHaveLength(2);
    });

    it('has a pushed request go with another assertion', async () => {
      hangUpOnce('par');
      await party.begin(new Browser());
      const ids = party.provider
        .sent('par')
        .map(({ form }) => decodeJwt(form.get('client_assertion') ?? '').jti);
      expect(new Set(ids).size).toBe(2);
    });

    it.each<Endpoint>(['token', 'userinfo'])('sends nothing twice to %s', async (endpoint) => {
      hangUpOnce(endpoint);
      expect((await party.logIn(new Browser())).response.status).toBe(503);
      expect(party.provider.sent(endpoint)).toHaveLength(1);
    });
  },
);
