import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { HeadlessLoginService, type HeadlessStatus, Timer } from 'nestjs-criipto-auth';

import { importBlock } from '../docs/import-block.js';
import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { describePolledLogins } from '../support/polled-stories.js';
import { ProfileController } from '../support/profile.controller.js';
import { StoryTimer } from '../support/story-timer.js';
import { appsOn, type TestApp } from '../support/test-app.js';

// What the guide shows is what is tried here.
const guide = (await importBlock('docs/guides/headless-bankid.md', 'bankid.controller.ts')) as {
  readonly BankIdController: Type;
};

describe.each(HTTP_ADAPTERS)('on %s', (_name, adapter) => {
  describePolledLogins('headless BankID', adapter, {
    service: (instance) => instance.get(HeadlessLoginService),
    start: ({ app }) => app.get(HeadlessLoginService).start({ endUserIp: '203.0.113.7' }),
    phones: ({ fake }) => fake.headless,
    requestParameter: 'headless_req_id',
  });
});

describe.each(HTTP_ADAPTERS)("a BankID page of the application's own on %s", (_name, adapter) => {
  const timer = new StoryTimer();
  const startApp = appsOn(adapter, {
    controllers: [guide.BankIdController, ProfileController],
    extras: { globalGuard: true },
    build: (builder) => builder.overrideProvider(Timer).useValue(timer),
  });
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    app = await startApp();
  }, 30_000);
  beforeEach(() => {
    browser = new Browser();
    app.fake.requests.clear();
    app.log.clear();
  });

  const post = (path: string, visitor = browser) =>
    visitor.fetch(`${app.url}/bankid/${path}`, { method: 'POST' });
  const me = async () => browser.fetch(`${app.url}/me`);

  async function answerOf(response: Response): Promise<Record<string, string>> {
    expect(response.status).toBe(200);
    return Object(await response.json());
  }

  it('logs a user in, without a browser at the provider', async () => {
    const started = await answerOf(await post('start'));
    expect(started).toEqual({
      qrData: expect.stringMatching(/^bankid\./),
      autoStartToken: expect.any(String),
      expiresAt: expect.any(String),
      interval: 5,
    });
    const first = await answerOf(await post('status'));
    app.fake.headless.newest.proceed();
    const second = await answerOf(await post('status'));
    expect([first['hintCode'], second['hintCode']]).toEqual([
      'outstandingTransaction',
      'userCallConfirm',
    ]);
    const codes = [started, first, second].map(({ qrData }) => qrData);
    expect(new Set(codes).size).toBe(3);

    app.fake.headless.approve();
    expect(await answerOf(await post('status'))).toEqual({ status: 'done' });
    expect(await (await me()).json()).toMatchObject({ name: 'Astrid Provström', eid: 'bankid-se' });
    expect(await browser.cookieNames(app.url)).toEqual([app.cookieNames.session]);
    expect(app.fake.requests.of('authorize')).toEqual([]);
  });

  it('logs in whoever scans', async () => {
    await post('start');
    app.fake.headless.approve({ person: 'se-olle' });
    await post('status');
    expect(await (await me()).json()).toMatchObject({ name: 'Olle Testberg' });
  });

  it('tells the provider where the user is', async () => {
    await post('start');
    expect(app.fake.requests.last('headless')?.form['end_user_ip']).toMatch(/127\.0\.0\.1$|^::1$/);
  });

  it('keeps the login under way for this browser alone, where no script and no other site gets it', async () => {
    const response = await post('start');
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^bankid-login=[\w-]+; Path=\/; HttpOnly; SameSite=Strict$/);
    app.fake.headless.approve();
    expect((await post('status', new Browser())).status).toBe(400);
    expect(app.log.text).toContain('login_unknown');
    expect(app.fake.requests.of('token')).toEqual([]);
  });

  it.each([
    ['cancels', 401, 'login_cancelled', () => app.fake.headless.deny()],
    ['does not act in time', 400, 'login_expired', () => app.fake.headless.expire()],
    [
      'comes back by another eID',
      403,
      'acr_not_satisfied',
      () => app.fake.headless.approve({ acr: 'urn:grn:authn:se:frejaid' }),
    ],
  ])('makes no session when the user %s', async (_what, status, code, act) => {
    await post('start');
    act();
    const response = await post('status');
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain(code);
    expect(app.log.text).toContain(code);
    expect((await me()).status).toBe(401);
  });

  it('does not log in by a login that was used', async () => {
    await post('start');
    const copy = await browser.copy();
    app.fake.headless.approve();
    await post('status');
    expect((await post('status', copy)).status).toBe(400);
    expect(app.log.text).toContain('login_already_used');
    expect(await copy.cookieNames(app.url)).not.toContain(app.cookieNames.session);
  });

  it('has a new QR code with each status', async () => {
    const bankId = app.app.get(HeadlessLoginService);
    const login = await bankId.start({ endUserIp: '2001:db8::7' });
    const { newest } = app.fake.headless;
    timer.meanwhile(
      () => undefined,
      () => newest.proceed(),
      () => newest.proceed(),
      () => newest.approve(),
    );
    const statuses: HeadlessStatus[] = [];
    for await (const status of bankId.poll(login)) statuses.push(status);
    const pending = statuses.flatMap((status) => (status.status === 'pending' ? [status] : []));
    expect(pending.map(({ hintCode }) => hintCode)).toEqual([
      'outstandingTransaction',
      'userCallConfirm',
      'userSign',
    ]);
    expect(new Set([login.qrData, ...pending.map(({ qrData }) => qrData)]).size).toBe(4);
  });
});
