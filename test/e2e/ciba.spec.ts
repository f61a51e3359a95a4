import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { CibaService, type CibaRequest, Timer } from 'nestjs-criipto-auth';

import { importBlock } from '../docs/import-block.js';
import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { describePolledLogins } from '../support/polled-stories.js';
import { StoryTimer } from '../support/story-timer.js';
import { appsOn, type TestApp } from '../support/test-app.js';

const ASTRID = '199007019992';
const SWEDISH = {
  eid: 'bankid-se',
  nationalId: ASTRID,
  callInitiator: 'user',
  bindingMessage: 'You are talking to Acme',
} as const satisfies CibaRequest;

// What the guide shows is what is tried here.
const guide = (await importBlock(
  'docs/guides/caller-authentication.md',
  'calls.controller.ts',
)) as { readonly CallsController: Type };

describe.each(HTTP_ADAPTERS)('on %s', (_name, adapter) => {
  describePolledLogins('caller authentication', adapter, {
    service: (instance) => instance.get(CibaService),
    start: ({ app }) => app.get(CibaService).start(SWEDISH),
    phones: ({ fake }) => fake.ciba,
    requestParameter: 'auth_req_id',
  });
});

describe.each(HTTP_ADAPTERS)('a call centre on %s', (_name, adapter) => {
  const timer = new StoryTimer();
  const start = appsOn(adapter, {
    controllers: [guide.CallsController],
    build: (builder) => builder.overrideProvider(Timer).useValue(timer),
  });
  let app: TestApp;
  let agent: Browser;

  beforeAll(async () => {
    app = await start();
    agent = new Browser();
    await app.logIn(agent, { person: 'dk-freja' });
  }, 30_000);
  beforeEach(() => {
    app.fake.requests.clear();
    app.log.clear();
  });

  const begin = (browser: Browser, nationalId: string) =>
    browser.fetch(`${app.url}/calls`, { form: { nationalId } });
  const statusOf = (call: unknown) =>
    agent.fetch(`${app.url}/calls/status`, { form: { call: String(call) } });

  async function beginWith(nationalId: string): Promise<Record<string, unknown>> {
    const response = await begin(agent, nationalId);
    expect(response.status).toBe(201);
    return Object(await response.json());
  }

  it('learns who is on the phone', async () => {
    const { call, ...shown } = await beginWith(ASTRID);
    expect(shown).toEqual({
      bindingMessage: 'You are talking to Acme about your order',
      expiresAt: expect.any(String),
      interval: 5,
    });
    const caller = app.fake.ciba.newest;
    expect(caller.request.bindingMessage).toBe('You are talking to Acme about your order');

    for (const step of ['opening', 'acknowledging', 'identifying']) {
      expect(await (await statusOf(call)).json()).toEqual({ status: 'pending', step });
      caller.proceed();
    }
    caller.approve();
    expect(await (await statusOf(call)).json()).toEqual({
      status: 'done',
      caller: 'Astrid Provström',
    });
  });

  it('makes no session of the caller', async () => {
    const { call } = await beginWith(ASTRID);
    app.fake.ciba.approve();
    const response = await statusOf(call);
    expect(await response.json()).toMatchObject({ status: 'done' });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('asks nobody for somebody who is not logged in', async () => {
    const { length } = app.fake.ciba.waiting;
    expect((await begin(new Browser(), ASTRID)).status).toBe(401);
    expect(app.fake.requests.of('ciba')).toEqual([]);
    expect(app.fake.ciba.waiting).toHaveLength(length);
  });

  it.each([
    ['declines', 401, 'login_cancelled', () => app.fake.ciba.deny()],
    ['does not act in time', 400, 'login_expired', () => app.fake.ciba.expire()],
  ])('is told no more than that it failed when the caller %s', async (_what, status, code, act) => {
    const { call } = await beginWith(ASTRID);
    act();
    const response = await statusOf(call);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain(code);
    expect(app.log.text).toContain(code);
  });

  it.each(['', 'x', '190001010000'])(
    'cannot go on with a call that never was: %j',
    async (call) => {
      expect((await statusOf(call)).status).toBe(400);
      expect(app.fake.requests.all).toEqual([]);
    },
  );

  it('may type in somebody whom nobody knows', async () => {
    expect((await begin(agent, '190001010000')).status).toBe(400);
    expect(app.log.text).toContain('login_user_unknown');
    expect(app.log.text).not.toContain('190001010000');
  });

  it.each(['', '19900701-9992', `${ASTRID} message:SGVq`, `${ASTRID}\n`])(
    'asks for nothing by what is no national id: %j',
    async (nationalId) => {
      expect((await begin(agent, nationalId)).status).toBe(400);
      expect(app.log.text).toContain('login_request_invalid');
      expect(app.fake.requests.all).toEqual([]);
    },
  );

  it('reads two words to a caller from Norway', async () => {
    const ciba = app.app.get(CibaService);
    const login = await ciba.start({ eid: 'bankid-no', nationalId: '23097999994' });
    expect(login.bindingMessage).toMatch(/^\p{L}+ \p{L}+$/u);
    expect(login.bindingMessage).toBe(app.fake.ciba.newest.request.bindingMessage);
    expect(login.interval).toBe(3);
    app.fake.ciba.approve();
    expect(await ciba.complete(login)).toMatchObject({
      eid: 'bankid-no',
      givenName: 'Ingrid',
      level: 'substantial',
    });
  });

  it('takes a caller from Norway whose app says that it was biometrics', async () => {
    const ciba = app.app.get(CibaService);
    const acrValues = 'urn:grn:authn:no:bankid:substantial';
    const login = await ciba.start({ eid: 'bankid-no', nationalId: '23097999994', acrValues });
    app.fake.ciba.approve({ acr: acrValues });
    expect(await ciba.complete(login)).toMatchObject({ acr: acrValues, level: 'substantial' });
  });

  it('takes Freja, too', async () => {
    const ciba = app.app.get(CibaService);
    const login = await ciba.start({ eid: 'freja', nationalId: ASTRID });
    app.fake.ciba.approve();
    expect(await ciba.complete(login)).toMatchObject({ eid: 'freja', givenName: 'Astrid' });
  });
});
