import { setImmediate } from 'node:timers/promises';

import { Controller, Get, UseGuards } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock, CriiptoAuthGuard, CurrentUser } from 'nestjs-criipto-auth';

import type { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import {
  RelyingParty,
  type RelyingPartyOptions,
  type ResponseMode,
} from '../support/relying-party.js';
import { ProtectedController } from '../support/protected.controller.js';
import { SameSiteBrowser } from '../support/same-site-browser.js';
import { SESSION_SECRET, TestApp } from '../support/test-app.js';

/** A page that is answered when a test says so: by a function that is there once it was asked for. */
const slowPage: { answer?: (() => void) | undefined } = {};

async function answerOfSlowPage(): Promise<() => void> {
  while (!slowPage.answer) await setImmediate();
  const { answer } = slowPage;
  slowPage.answer = undefined;
  return answer;
}

@Controller()
@UseGuards(CriiptoAuthGuard)
class Pages {
  @Get('slow')
  async slow(@CurrentUser('sub') sub: string) {
    await new Promise<void>((resolve) => (slowPage.answer = resolve));
    return { sub };
  }
}

const KINDS: readonly (readonly [string, Partial<RelyingPartyOptions>])[] = [
  ['in cookies', { options: { userInfo: false, transaction: {} } }],
  ['in a store', { options: { userInfo: false }, storesSessions: true }],
];
const MODES: readonly ResponseMode[] = ['query', 'form_post'];
const STAGES = HTTP_ADAPTERS.flatMap(([name, adapter]) =>
  KINDS.flatMap(([kind, settings]) =>
    MODES.map((responseMode) => [kind, name, responseMode, { ...settings, adapter }] as const),
  ),
);

/** Logs somebody in, in place of whoever was there. */
async function logIn(party: RelyingParty, browser: Browser, sub: string): Promise<void> {
  party.provider.idToken({ sub });
  expect((await party.logIn(browser)).response.status).toBe(303);
}

async function logOut(party: RelyingParty, browser: Browser): Promise<void> {
  expect((await party.logOut(browser)).status).toBe(303);
}

/** Who is seen in a browser. */
async function seenIn(party: RelyingParty, browser: Browser): Promise<string | undefined> {
  const me = await browser.fetch(`${party.url}/me`);
  if (me.status === 401) return undefined;
  return ((await me.json()) as { readonly sub: string }).sub;
}

describe.each(STAGES)('a session %s, on %s by %s,', (_kind, _name, responseMode, settings) => {
  let party: RelyingParty;
  beforeAll(async () => {
    party = await RelyingParty.start({ ...settings, responseMode, controllers: [Pages] });
  }, 30_000);
  afterEach(() => party.reset());
  afterAll(() => party.stop());

  it('is not brought back by an answer of before, who logged in since stays', async () => {
    const browser = new SameSiteBrowser();
    await logIn(party, browser, 'anna');
    party.clock.advance(61);
    const late = browser.fetch(`${party.url}/slow`);
    const answer = await answerOfSlowPage();
    await logOut(party, browser);
    await logIn(party, browser, 'bo');
    answer();
    expect(await (await late).json()).toEqual({ sub: 'anna' });
    expect(await seenIn(party, browser)).toBe('bo');
  });

  it('is not weakened again by an answer of before a step-up', async () => {
    const browser = new SameSiteBrowser();
    await logIn(party, browser, 'anna');
    party.clock.advance(61);
    const late = browser.fetch(`${party.url}/slow`);
    const answer = await answerOfSlowPage();
    const acr = 'urn:grn:authn:dk:mitid:high';
    party.provider.idToken({ sub: 'anna', acr });
    await party.logIn(browser);
    answer();
    await late;
    expect(await party.userIn(browser)).toMatchObject({ sub: 'anna', acr });
  });

  it('has no copy that is good after a logout', async () => {
    const browser = new SameSiteBrowser();
    await logIn(party, browser, 'anna');
    const copy = await browser.copy();
    expect(await seenIn(party, copy)).toBe('anna');
    await logOut(party, browser);
    expect(await seenIn(party, copy)).toBeUndefined();
  });

  it('has no copy that is good after another login in its browser', async () => {
    const browser = new SameSiteBrowser();
    await logIn(party, browser, 'anna');
    const copy = await browser.copy();
    await logIn(party, browser, 'bo');
    expect([await seenIn(party, copy), await seenIn(party, browser)]).toEqual([undefined, 'bo']);
  });

  it('goes on for as long as it is used', async () => {
    const browser = new SameSiteBrowser();
    await logIn(party, browser, 'anna');
    for (let use = 0; use < 3; use += 1) {
      party.clock.advance(29 * 60);
      expect(await seenIn(party, browser)).toBe('anna');
    }
    party.clock.advance(30 * 60);
    expect(await seenIn(party, browser)).toBeUndefined();
  });
});

describe.each(HTTP_ADAPTERS)('a logout at another instance, on %s,', (_name, adapter) => {
  let here: RelyingParty;
  let there: TestApp;
  beforeAll(async () => {
    here = await RelyingParty.start({ adapter, responseMode: 'query' });
    there = await TestApp.start({
      adapter,
      controllers: [ProtectedController],
      options: {
        issuer: here.provider.issuer,
        baseUrl: here.url,
        session: { secret: SESSION_SECRET },
        transaction: { store: here.store },
      },
      build: (builder) => builder.overrideProvider(Clock).useValue(here.clock),
    });
  }, 30_000);
  afterEach(() => here.reset());
  afterAll(() => Promise.all([here.stop(), there.stop()]));

  const statusThere = async (browser: Browser): Promise<number> =>
    (await browser.fetch(`${there.url}/me`)).status;

  it('is known within a minute, where they share transaction.store', async () => {
    const browser = new SameSiteBrowser();
    await here.logIn(browser);
    const copy = await browser.copy();
    expect(await statusThere(copy)).toBe(200);
    await logOut(here, browser);
    expect(await here.isLoggedIn(copy)).toBe(false);
    here.clock.advance(60);
    expect(await statusThere(copy)).toBe(401);
  });

  it('is done while that is away, and then all sessions end by themselves', async () => {
    const browser = new SameSiteBrowser();
    await here.logIn(browser);
    const copy = await browser.copy();
    here.store.failAll();
    await logOut(here, browser);
    expect(await here.isLoggedIn(browser)).toBe(false);
    expect(await here.isLoggedIn(copy)).toBe(false);
    // One log for both.
    expect(there.log.text).toContain('A session that ended is known here alone');
    here.clock.advance(29 * 60);
    expect(await statusThere(copy)).toBe(200);
    here.clock.advance(60);
    expect(await statusThere(copy)).toBe(401);
  });
});
