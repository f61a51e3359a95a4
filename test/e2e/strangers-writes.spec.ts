import { Controller, Get, UseGuards } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CriiptoAuthGuard,
  type CriiptoUser,
  CurrentUser,
  InMemoryStore,
  SessionService,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { FakeClock } from '../support/fake-clock.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { RecordingStore } from '../support/recording-store.js';
import { RelyingParty, type RelyingPartyOptions } from '../support/relying-party.js';
import { SESSION_SECRET } from '../support/test-app.js';

const STRANGERS = 20;
/** A login and its list, and a few more. */
const ROOM = 10;

@Controller()
@UseGuards(CriiptoAuthGuard)
class Account {
  constructor(private readonly sessions: SessionService) {}

  @Get('end-all')
  async endAll(@CurrentUser() user: CriiptoUser) {
    return { ended: await this.sessions.revokeAll(user) };
  }
}

/** Comes back from the provider without ever having been there. */
async function comeBack(party: RelyingParty, answer: Record<string, string>): Promise<Response> {
  const stranger = new Browser();
  const { searchParams } = new URL(locationOf(await party.begin(stranger)));
  const state = party.provider.login(locationOf(await party.begin(stranger))).get('state');
  return party.callback(
    stranger,
    new URLSearchParams({ ...answer, state: state ?? searchParams.get('state') ?? '' }),
  );
}

describe.each(HTTP_ADAPTERS)('what strangers can write, on %s,', (_name, adapter) => {
  const parties: RelyingParty[] = [];
  const start = async (options: RelyingPartyOptions['options']): Promise<RelyingParty> => {
    const party = await RelyingParty.start({
      adapter,
      responseMode: 'query',
      controllers: [Account],
      options: { userInfo: false, ...options },
    });
    parties.push(party);
    return party;
  };
  afterAll(() => Promise.all(parties.map((party) => party.stop())));

  describe('where sessions are kept in memory', () => {
    let party: RelyingParty;
    beforeAll(async () => {
      const store = new InMemoryStore(new FakeClock(), ROOM);
      party = await start({ session: { secret: SESSION_SECRET, store }, transaction: {} });
    });

    it('displaces no session and no list of sessions', async () => {
      const browser = new Browser();
      await party.logIn(browser);
      for (let nth = 0; nth < STRANGERS; nth += 1) {
        await comeBack(party, { error: 'access_denied' });
        await comeBack(party, { code: 'a code that nobody gave' });
      }
      const answer = await browser.fetch(`${party.url}/end-all`);
      expect(await answer.json()).toEqual({ ended: 1 });
      expect(await party.isLoggedIn(browser)).toBe(false);
    });
  });

  describe('into a store that instances share', () => {
    let party: RelyingParty;
    const store = new RecordingStore(new FakeClock());
    beforeAll(async () => {
      party = await start({ transaction: { store } });
    });

    it('is nothing by an error, whose cookie goes all the same', async () => {
      const stranger = new Browser();
      const parameters = party.provider.login(locationOf(await party.begin(stranger)));
      parameters.delete('code');
      parameters.set('error', 'access_denied');
      await party.callback(stranger, parameters);
      expect(await stranger.cookieNames(party.url)).toEqual([]);
      expect(store.written).toEqual([]);
    });
  });
});
