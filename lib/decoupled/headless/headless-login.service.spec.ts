import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { codeFrom, codeOf } from '../../../test/support/code-of.js';
import { LogLines } from '../../../test/support/log-lines.js';
import type { HeadlessOptions } from '../../options/sections/headless-options.js';
import type { HeadlessStatus } from './headless-login.service.js';

const request = { endUserIp: '203.0.113.7' };

let application: Application;

async function use(headless: HeadlessOptions = {}): Promise<void> {
  application = await startApplication({ headless });
  application.provider.idToken({ authenticationtype: 'urn:grn:authn:se:bankid:same-device' });
}

beforeEach(async () => {
  Logger.overrideLogger(new LogLines());
  await use();
});
afterEach(async () => {
  Logger.overrideLogger(new ConsoleLogger());
  await stopApplications();
});

const start = () => application.headless.start(request);
const script = (...results: readonly string[]) =>
  application.provider.polls.script.push(...results);

describe('HeadlessLoginService#start', () => {
  it('asks at the address that Criipto documents', async () => {
    await start();
    const [{ form } = { form: new URLSearchParams() }] = application.provider.sent('headless');
    expect(Object.fromEntries(form)).toMatchObject({
      scope: 'openid',
      acr_values: 'urn:grn:authn:se:bankid',
      end_user_ip: '203.0.113.7',
    });
  });

  it('asks for what it is told to', async () => {
    const acrValues = ['urn:grn:authn:se:bankid:another-device:qr'];
    await application.headless.start({ ...request, scope: 'openid ssn', acrValues });
    const [sent] = application.provider.sent('headless');
    expect(sent?.form.get('scope')).toBe('openid ssn');
    expect(sent?.form.get('acr_values')).toBe(acrValues[0]);
  });

  it('leaves out what was not asked for', async () => {
    await application.headless.start({ endUserIp: '203.0.113.7', acrValues: [] });
    expect(application.provider.sent('headless')[0]?.form.has('acr_values')).toBe(false);
  });

  it('has what starts the app, and tells how long the user has', async () => {
    const { clock } = application;
    expect(await start()).toMatchObject({
      qrData: expect.stringMatching(/./),
      autoStartToken: expect.stringMatching(/./),
      expiresAt: new Date(clock.now() + 120_000),
      interval: 5,
    });
  });

  it.each(['::1', '2001:db8::7', '127.0.0.1'])('takes the address %s', async (endUserIp) => {
    await expect(application.headless.start({ endUserIp })).resolves.toBeDefined();
  });

  it.each(['', 'localhost', '203.0.113', '203.0.113.7, 10.0.0.1', '203.0.113.7:80', '[::1]'])(
    'does not take the address %j',
    async (endUserIp) => {
      const started = application.headless.start({ endUserIp });
      expect(await codeFrom(started)).toBe('login_request_invalid');
      expect(application.provider.requests).toEqual([]);
    },
  );

  it.each([{ acrValues: 'urn:one urn:two' }, { scope: 'ssn' }, { scope: 'openid\nssn' }])(
    'asks for nothing that it cannot: %j',
    async (asked) => {
      const started = application.headless.start({ endUserIp: '203.0.113.7', ...asked });
      expect(await codeFrom(started)).toBe('login_request_invalid');
      expect(application.provider.requests).toEqual([]);
    },
  );

  it('does not take no address at all', async () => {
    const { ip } = {} as { ip: string }; // as a request behind some proxies has none
    const started = application.headless.start({ endUserIp: ip });
    expect(await codeFrom(started)).toBe('login_request_invalid');
  });

  it('is refused when nothing came that starts the app', async () => {
    application.provider.alter('headless', { acr_data: { hintCode: 'started' } });
    expect(await codeFrom(start())).toBe('provider_response_invalid');
  });

  it('is refused when the provider does not know us', async () => {
    application.provider.answer('headless', { status: 401, body: { error: 'invalid_client' } });
    expect(await codeFrom(start())).toBe('client_authentication_failed');
  });
});

describe('HeadlessLoginService#poll', () => {
  it('brings the newest QR code until it is done', async () => {
    const login = await start();
    script('authorization_pending', 'authorization_pending');
    const statuses: HeadlessStatus[] = [];
    for await (const status of application.headless.poll(login)) statuses.push(status);
    const codes = statuses.map((status) => ('qrData' in status ? status.qrData : status.status));
    expect(codes).toEqual([expect.any(String), expect.any(String), 'done']);
    expect(new Set([login.qrData, ...codes]).size).toBe(4);
  });

  it('tells how far the user is', async () => {
    const login = await start();
    script('authorization_pending');
    const acr_data = { qrData: 'bankid.1', hintCode: 'userSign' };
    application.provider.answer('token', {
      status: 400,
      body: { error: 'authorization_pending', acr_data },
    });
    expect(await application.headless.check(login)).toEqual({
      status: 'pending',
      qrData: 'bankid.1',
      hintCode: 'userSign',
    });
  });

  it.each([undefined, null, [], 'x', { qrData: 5 }])('needs no data: %j', async (acr_data) => {
    const login = await start();
    script('authorization_pending');
    application.provider.answer('token', {
      status: 400,
      body: { error: 'authorization_pending', acr_data },
    });
    expect(await application.headless.check(login)).toEqual({
      status: 'pending',
      qrData: undefined,
      hintCode: undefined,
    });
  });

  it('polls by the grant and the request of the headless flow', async () => {
    await application.headless.complete(await start());
    const [{ form } = { form: new URLSearchParams() }] = application.provider.sent('token');
    expect(form.get('grant_type')).toBe('urn:grn:params:grant-type:headless');
    expect(form.get('headless_req_id')).toMatch(/^[\w-]{32}$/);
    expect(application.provider.complaints).toEqual([]);
  });

  it('polls by another grant when the options say so', async () => {
    await use({ grantType: 'urn:urn:params:grant-type:headless' });
    const waiting = application.headless.complete(await start());
    expect(await codeFrom(waiting)).toBe('login_unknown');
    const [sent] = application.provider.sent('token');
    expect(sent?.form.get('grant_type')).toBe('urn:urn:params:grant-type:headless');
    application.provider.complaints.length = 0;
  });

  it('polls as often as the options say', async () => {
    await use({ interval: 2 });
    await application.headless.complete(await start());
    expect(application.timer.waits).toEqual([2]);
  });

  it('polls as often as the provider says, if it does', async () => {
    application.provider.alter('headless', { interval: 7 });
    await application.headless.complete(await start());
    expect(application.timer.waits).toEqual([7]);
  });
});

describe('HeadlessLoginService#complete', () => {
  it('gives who it was, however the app was started', async () => {
    const user = await application.headless.complete(await start());
    expect(user).toMatchObject({ sub: 'user-1', eid: 'bankid-se' });
  });

  it('ends when the user cancels', async () => {
    const login = await start();
    script('access_denied');
    expect(await codeFrom(application.headless.complete(login))).toBe('login_cancelled');
  });

  it('refuses another eID', async () => {
    const login = await start();
    application.provider.idToken({ authenticationtype: 'urn:grn:authn:se:frejaid' });
    expect(await codeFrom(application.headless.complete(login))).toBe('acr_not_satisfied');
  });
});

describe('a headless login under way', () => {
  it('can be resumed by another instance', async () => {
    const login = await start();
    const resumed = application.headless.resume(application.headless.seal(login));
    expect(resumed.reveal()).toEqual(login.reveal());
    expect(resumed.qrData).toBeUndefined();
    expect((await application.headless.complete(resumed)).sub).toBe('user-1');
  });

  it('is not the same as a call', async () => {
    const loginHint = 'somebody';
    const call = await application.ciba.start({ acrValues: 'urn:a', loginHint });
    const sealed = application.ciba.seal(call);
    expect(codeOf(() => application.headless.resume(sealed))).toBe('login_unknown');
  });

  it('shows what the browser needs, and nothing of its request', async () => {
    const login = await start();
    expect(JSON.parse(JSON.stringify(login))).toEqual({
      qrData: login.qrData,
      autoStartToken: login.autoStartToken,
      expiresAt: expect.any(String),
      interval: 5,
    });
  });
});
