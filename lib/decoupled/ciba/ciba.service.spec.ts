import { inspect } from 'node:util';

import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { codeFrom, codeOf } from '../../../test/support/code-of.js';
import { FaultyStore } from '../../../test/support/faulty-store.js';
import { LogLines } from '../../../test/support/log-lines.js';
import type { Answer } from '../../../test/support/stub-provider.js';
import type { CriiptoAuthOptions } from '../../options/criipto-auth-options.js';
import { InMemoryStore } from '../../stores/in-memory-store.js';
import type { CibaLogin } from './ciba-login.js';
import type { CibaRequest } from './ciba-request.js';
import type { CibaStatus } from './ciba.service.js';

const NATIONAL_ID = '199007019992';
const swedish = {
  eid: 'bankid-se',
  nationalId: NATIONAL_ID,
  callInitiator: 'user',
  bindingMessage: 'Acme support',
} as const satisfies CibaRequest;
const SWEDISH_LOGIN = { authenticationtype: 'urn:grn:authn:se:bankid', name: 'Astrid' };

let application: Application;
let log: LogLines;

async function use(written: Partial<CriiptoAuthOptions> = {}): Promise<void> {
  application = await startApplication(written);
  application.provider.idToken(SWEDISH_LOGIN);
}

beforeEach(async () => {
  log = new LogLines();
  Logger.overrideLogger(log);
  await use();
});
afterEach(async () => {
  Logger.overrideLogger(new ConsoleLogger());
  await stopApplications();
});

const start = (request: CibaRequest = swedish) => application.ciba.start(request);
const script = (...results: readonly string[]) =>
  application.provider.polls.script.push(...results);
const polls = () => application.provider.sent('token');

/** Answers the next polls so, and the others honestly; nothing means to hang up. */
function answerPolls(...answers: readonly (Answer | undefined)[]): void {
  let count = 0;
  const { provider } = application;
  provider.answer('token', (honest) => (count < answers.length ? answers[count++] : honest));
}

async function statusesOf(login: CibaLogin): Promise<CibaStatus[]> {
  const statuses: CibaStatus[] = [];
  for await (const status of application.ciba.poll(login)) statuses.push(status);
  return statuses;
}

describe('CibaService#start', () => {
  it('asks at the address that Criipto documents, where discovery has none', async () => {
    await start();
    expect(application.provider.sent('ciba')).toHaveLength(1);
    const [request] = application.provider.sent('ciba');
    expect(Object.fromEntries(request?.form ?? [])).toMatchObject({
      scope: 'openid',
      acr_values: 'urn:grn:authn:se:bankid',
      login_hint: `sub:ssn:${NATIONAL_ID}`,
      binding_message: 'Acme support',
      authorization_details: '[{"type":"phoneAuth","callInitiator":"user"}]',
    });
  });

  it('asks where discovery says', async () => {
    const { provider } = application;
    provider.alter('discovery', { backchannel_authentication_endpoint: `${provider.issuer}/bc` });
    await codeFrom(start());
    expect(provider.sent('unknown').map(({ url }) => url.pathname)).toEqual(['/bc']);
    provider.complaints.length = 0;
  });

  it('asks where the options say', async () => {
    const { issuer } = application.provider;
    await use({ issuer, ciba: { endpoint: `${issuer}/ciba/bc-authorize` } });
    await codeFrom(start());
    expect(application.provider.sent('unknown')).toEqual([]);
  });

  it('leaves out what was not asked for', async () => {
    await start({ acrValues: [], loginHint: 'somebody' });
    const [request] = application.provider.sent('ciba');
    const names = [...(request?.form.keys() ?? [])];
    expect(names).not.toContain('acr_values');
    expect(names).not.toContain('binding_message');
    expect(names).not.toContain('authorization_details');
  });

  it('tells how long the user has, and how often to poll', async () => {
    const { clock } = application;
    expect(await start()).toMatchObject({
      bindingMessage: 'Acme support',
      expiresAt: new Date(clock.now() + 120_000),
      interval: 3,
    });
  });

  it('has the words that the eID made up', async () => {
    application.provider.alter('ciba', { bindingMessage: 'Frekk Julekos', expires_in: '900' });
    const login = await start({ eid: 'bankid-no', nationalId: '23097999994' });
    expect(login.bindingMessage).toBe('Frekk Julekos');
  });

  it('polls every five seconds where the provider does not say', async () => {
    application.provider.alter('ciba', { interval: undefined });
    expect((await start()).interval).toBe(5);
  });

  it('tells that a login began', async () => {
    const heard: unknown[] = [];
    application.events.on('login.started', (payload) => heard.push(payload));
    application.provider.answer('ciba', (honest) => ({
      ...honest,
      headers: { 'Trace-Id': 'trace-1' },
    }));
    await start();
    expect(heard).toEqual([{ traceId: 'trace-1' }]);
  });

  it('sends nothing for what cannot be asked', async () => {
    const nationalId = '19900701-9992';
    expect(await codeFrom(start({ ...swedish, nationalId }))).toBe('login_request_invalid');
    expect(application.provider.requests).toEqual([]);
  });

  it.each([
    ['knows nobody by that name', 400, 'unknown_user_id', 'login_user_unknown'],
    ['does not take the message', 400, 'invalid_binding_message', 'login_request_invalid'],
    ['does not let us', 403, 'access_denied', 'login_cancelled'],
    ['does not know us', 401, 'invalid_client', 'client_authentication_failed'],
    ['wants something else', 400, 'missing_user_code', 'provider_error'],
    ['is away', 503, 'server_error', 'provider_temporarily_unavailable'],
  ])('is refused when the provider %s, and asks once', async (_what, status, error, code) => {
    const refused: unknown[] = [];
    application.events.on('login.refused', (refusal) => refused.push(refusal.code));
    application.provider.answer('ciba', { status, body: { error } });
    expect(await codeFrom(start())).toBe(code);
    expect(refused).toEqual([code]);
    expect(application.provider.sent('ciba')).toHaveLength(1);
  });
});

describe('CibaService#poll', () => {
  it('gives the status after each poll, the last of which is done', async () => {
    const login = await start();
    script('authorization_pending', 'authorization_pending');
    expect(await statusesOf(login)).toEqual([
      { status: 'pending', step: 'identifying' },
      { status: 'pending', step: 'identifying' },
      { status: 'done', user: expect.objectContaining({ sub: 'user-1', eid: 'bankid-se' }) },
    ]);
  });

  it.each([
    ['awaiting first user interaction', 'opening'],
    ['awaiting user request acknowledgement', 'acknowledging'],
    ['awaiting user identification', 'identifying'],
    ['User has not yet granted authorization', undefined],
    [5, undefined],
  ])('knows the step that Criipto calls %j', async (description, step) => {
    const login = await start();
    const body = { error: 'authorization_pending', error_description: description };
    script('authorization_pending');
    answerPolls({ status: 400, body });
    expect((await statusesOf(login))[0]).toEqual({ status: 'pending', step });
  });

  it('waits for the interval before each poll, the first too', async () => {
    const login = await start();
    script('authorization_pending', 'authorization_pending');
    await statusesOf(login);
    expect(application.timer.waits).toEqual([3, 3, 3]);
  });

  it('waits five seconds longer whenever the provider says so', async () => {
    const login = await start();
    script('authorization_pending', 'slow_down', 'authorization_pending', 'slow_down');
    const statuses = await statusesOf(login);
    expect(application.timer.waits).toEqual([3, 3, 8, 8, 13]);
    expect(statuses.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 4 }, () => 'pending'),
      'done',
    ]);
  });

  it('proves itself anew with each poll', async () => {
    const login = await start();
    script('authorization_pending', 'slow_down');
    await statusesOf(login);
    const assertions = [...application.provider.sent('ciba'), ...polls()].map(({ form }) =>
      form.get('client_assertion'),
    );
    expect(new Set(assertions).size).toBe(4);
    expect(application.provider.complaints).toEqual([]);
  });

  it('polls by the grant and the request of CIBA', async () => {
    await statusesOf(await start());
    const { form } = polls()[0] ?? {};
    expect(form?.get('grant_type')).toBe('urn:openid:params:grant-type:ciba');
    expect(form?.get('auth_req_id')).toMatch(/^[\w-]{32}$/);
  });

  it('stops when nobody wants to know any more', async () => {
    const login = await start();
    script('authorization_pending', 'authorization_pending');
    for await (const status of application.ciba.poll(login)) if (status) break;
    expect(polls()).toHaveLength(1);
  });

  it('tells that the login is completed', async () => {
    const heard: unknown[] = [];
    application.events.on('login.completed', (payload) => heard.push(payload));
    await statusesOf(await start());
    expect(heard).toEqual([{ eid: 'bankid-se', acr: 'urn:grn:authn:se:bankid' }]);
  });
});

describe('CibaService#complete', () => {
  it('waits until it is done, and gives who it was', async () => {
    const login = await start();
    script('authorization_pending', 'slow_down');
    const user = await application.ciba.complete(login);
    expect(user).toMatchObject({ sub: 'user-1', eid: 'bankid-se', name: 'Astrid' });
    expect(polls()).toHaveLength(3);
  });

  it('gives who was asked', async () => {
    application.provider.idToken({ ...SWEDISH_LOGIN, ssn: NATIONAL_ID });
    expect((await application.ciba.complete(await start())).nationalId).toBe(NATIONAL_ID);
  });

  it('refuses somebody else than who was asked, resumed too', async () => {
    application.provider.idToken({ ...SWEDISH_LOGIN, ssn: '196802179993' });
    expect(await codeFrom(application.ciba.complete(await start()))).toBe('user_mismatch');
    const resumed = application.ciba.resume(application.ciba.seal(await start()));
    expect(await codeFrom(application.ciba.complete(resumed))).toBe('user_mismatch');
  });

  it.each([undefined, 'urn:grn:authn:no:bankid', 'urn:grn:authn:no:bankid:substantial'])(
    'takes BankID Norway for substantial, asked for as %s, however it comes back',
    async (acrValues) => {
      const request = { eid: 'bankid-no', nationalId: '23097999994' } as const;
      const asked = acrValues === undefined ? request : { ...request, acrValues };
      for (const variant of ['', ':substantial', ':high']) {
        application.provider.idToken({
          authenticationtype: `urn:grn:authn:no:bankid${variant}`,
        });
        const user = await application.ciba.complete(await start(asked));
        expect(user).toMatchObject({ eid: 'bankid-no', level: 'substantial' });
      }
      const sent = application.provider.sent('ciba').map(({ form }) => form.get('acr_values'));
      expect(new Set(sent)).toEqual(new Set(['urn:grn:authn:no:bankid']));
    },
  );

  it('never takes a call for level high', async () => {
    application.provider.idToken({ authenticationtype: 'urn:grn:authn:no:bankid:high' });
    const login = await start({ acrValues: 'urn:grn:authn:no:bankid:high', loginHint: 'a' });
    expect(await codeFrom(application.ciba.complete(login))).toBe('acr_not_satisfied');
  });

  it('says what userinfo would have to be signed for', async () => {
    await use({ userInfo: 'required' });
    application.provider.idToken({ name: 'Astrid' });
    application.provider.alter('userinfo', SWEDISH_LOGIN);
    await expect(application.ciba.complete(await start())).rejects.toMatchObject({
      code: 'acr_not_satisfied',
      message: expect.stringContaining('"User info response strategy"'),
    });
  });

  it('asks userinfo when the options say so', async () => {
    await use({ userInfo: 'required' });
    application.provider.alter('userinfo', { cprNumberIdentifier: NATIONAL_ID });
    const user = await application.ciba.complete(await start());
    expect(user.name).toBe('Astrid'); // as the ID token says
    expect(application.provider.sent('userinfo')).toHaveLength(1);
  });

  it.each([
    ['the user declines', 'access_denied', 'login_cancelled'],
    ['nobody acted in time', 'expired_token', 'login_expired'],
    ['the login was completed elsewhere', 'invalid_grant', 'login_unknown'],
    ['the provider has no such grant', 'unsupported_grant_type', 'provider_error'],
    ['the provider does not know us', 'invalid_client', 'client_authentication_failed'],
  ])('ends when %s', async (_what, error, code) => {
    const refused: unknown[] = [];
    application.events.on('login.refused', (refusal) => refused.push(refusal.code));
    const login = await start();
    script('authorization_pending', error);
    expect(await codeFrom(application.ciba.complete(login))).toBe(code);
    expect(polls()).toHaveLength(2);
    expect(refused).toEqual([code]);
  });

  it('ends by itself when nobody acts in time', async () => {
    const login = await start();
    script(...Array.from({ length: 100 }, () => 'authorization_pending'));
    expect(await codeFrom(application.ciba.complete(login))).toBe('login_expired');
    expect(polls()).toHaveLength(40);
  });

  it.each<[string, Answer | undefined]>([
    ['hangs up', undefined],
    ['answers 500', { status: 500 }],
    ['answers 502 with a page', { status: 502, body: '<h1>Bad gateway</h1>' }],
    ['answers 429', { status: 429 }],
    ['says that it is away', { status: 400, body: { error: 'temporarily_unavailable' } }],
  ])('tries again, ever more slowly, while the provider %s', async (_what, answer) => {
    const login = await start();
    script('authorization_pending', 'authorization_pending', 'authorization_pending');
    answerPolls(answer, answer, answer);
    await application.ciba.complete(login);
    expect(application.timer.waits).toEqual([3, 6, 12, 24]);
    const assertions = polls().map(({ form }) => form.get('client_assertion'));
    expect(new Set(assertions).size).toBe(4);
  });

  it('is as quick as before when the provider is back', async () => {
    const login = await start();
    script('authorization_pending', 'authorization_pending', 'authorization_pending');
    answerPolls({ status: 500 }, { status: 500 });
    await application.ciba.complete(login);
    expect(application.timer.waits).toEqual([3, 6, 12, 3]);
  });

  it('ends with the problem that lasted until nobody could act any more', async () => {
    const login = await start();
    application.provider.answer('token', { status: 503 });
    const waiting = application.ciba.complete(login);
    expect(await codeFrom(waiting)).toBe('provider_temporarily_unavailable');
    expect(application.timer.waits).toEqual([3, 6, 12, 24, 30, 30, 15]);
  });

  it.each([2_147_484, 1e300, '999999999'])(
    'waits no longer than the login has, whatever interval is asked for: %p',
    async (interval) => {
      application.provider.alter('ciba', { interval });
      expect(await codeFrom(application.ciba.complete(await start()))).toBe('login_expired');
      expect(application.timer.waits).toEqual([120]);
      expect(polls()).toHaveLength(0);
    },
  );

  it.each<[string, Answer, string]>([
    ['a page', { body: '<h1>Hello</h1>' }, 'provider_response_invalid'],
    ['nothing', { status: 204 }, 'provider_response_invalid'],
    ['a list', { body: [] }, 'provider_response_invalid'],
    ['another place', { status: 307, headers: { Location: '/x' } }, 'provider_response_invalid'],
    ['404', { status: 404 }, 'provider_response_invalid'],
    ['no access token', { body: { token_type: 'Bearer' } }, 'provider_response_invalid'],
    [
      'tokens of another type',
      { body: { access_token: 'a', token_type: 'DPoP', id_token: 'b' } },
      'provider_response_invalid',
    ],
    ['tokens of no type', { body: { access_token: 'a' } }, 'provider_response_invalid'],
    ['no ID token', { body: { access_token: 'a', token_type: 'bearer' } }, 'id_token_missing'],
    [
      'an ID token that is none',
      { body: { access_token: 'a', token_type: 'bearer', id_token: 5 } },
      'id_token_missing',
    ],
  ])('ends when the provider answers with %s', async (_what, answer, code) => {
    const login = await start();
    answerPolls(answer, answer);
    expect(await codeFrom(application.ciba.complete(login))).toBe(code);
    expect(polls()).toHaveLength(1);
  });

  it('ends when the keys of the provider cannot be had until nobody could act any more', async () => {
    const login = await start();
    application.provider.answer('jwks', { status: 503 });
    expect(await codeFrom(application.ciba.complete(login))).toBe('provider_keys_unavailable');
    expect(application.timer.waits).toEqual([3, 6, 12, 24, 30, 30, 15]);
    expect(polls()).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ['the keys of the provider cannot be had', { status: 503 }],
    ['its key is not published yet', { body: { keys: [] } }],
  ])('keeps its tokens while %s, for they come once', async (_what, answer) => {
    const login = await start();
    const { provider, timer } = application;
    provider.answer('jwks', (honest) => (timer.waits.length < 3 ? answer : honest));
    expect((await application.ciba.complete(login)).sub).toBe('user-1');
    expect(polls()).toHaveLength(1);
  });

  it.each([
    ['another eID', { authenticationtype: 'urn:grn:authn:no:bankid' }],
    ['no eID', { authenticationtype: undefined }],
  ])('refuses a login that comes back as %s', async (_what, claims) => {
    const login = await start();
    application.provider.idToken({ ...SWEDISH_LOGIN, ...claims });
    expect(await codeFrom(application.ciba.complete(login))).toBe('acr_not_satisfied');
  });

  it('refuses a token that answers something else', async () => {
    const login = await start();
    application.provider.idToken({ ...SWEDISH_LOGIN, nonce: 'of another login' });
    expect(await codeFrom(application.ciba.complete(login))).toBe('id_token_nonce_mismatch');
  });

  it('refuses a token for another request', async () => {
    const login = await start();
    const claims = { 'urn:openid:params:jwt:claim:auth_req_id': 'another request' };
    application.provider.idToken({ ...SWEDISH_LOGIN, ...claims });
    expect(await codeFrom(application.ciba.complete(login))).toBe('id_token_request_mismatch');
  });

  it('takes a token that names the request', async () => {
    const login = await start();
    const requestId = login.reveal().requestId;
    const claims = { 'urn:openid:params:jwt:claim:auth_req_id': requestId };
    application.provider.idToken({ ...SWEDISH_LOGIN, ...claims });
    expect((await application.ciba.complete(login)).sub).toBe('user-1');
  });

  it('is one login for whoever comes second', async () => {
    const login = await start();
    await application.ciba.complete(login);
    expect(await codeFrom(application.ciba.complete(login))).toBe('login_already_used');
    expect(polls()).toHaveLength(1);
  });
});

describe('CibaService, told to stop,', () => {
  const reason = new Error('the agent hung up');

  it('stops at once while it waits', async () => {
    const login = await start();
    application.timer.isStopped = true;
    const controller = new AbortController();
    const waiting = application.ciba.complete(login, { signal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await expect(waiting).rejects.toBe(reason);
    expect(polls()).toEqual([]);
  });

  it('stops at once while the provider thinks', async () => {
    const login = await start();
    const controller = new AbortController();
    let answer = (): void => undefined;
    application.provider.answer('token', (honest) => {
      controller.abort(reason);
      return new Promise((resolve) => (answer = () => resolve(honest)));
    });
    const waiting = application.ciba.complete(login, { signal: controller.signal });
    await expect(waiting).rejects.toBe(reason);
    answer();
  });

  it('does not begin when it was told before', async () => {
    const login = await start();
    const waiting = application.ciba.complete(login, { signal: AbortSignal.abort(reason) });
    await expect(waiting).rejects.toBe(reason);
    expect(polls()).toEqual([]);
  });

  it('is no refused login', async () => {
    const refused: unknown[] = [];
    application.events.on('login.refused', (refusal) => refused.push(refusal));
    const login = await start();
    const waiting = application.ciba.complete(login, { signal: AbortSignal.abort(reason) });
    await expect(waiting).rejects.toBe(reason);
    expect(refused).toEqual([]);
  });

  it('lets somebody else wait for it', async () => {
    const login = await start();
    application.timer.isStopped = true;
    const controller = new AbortController();
    const waiting = application.ciba.complete(login, { signal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await expect(waiting).rejects.toBe(reason);
    application.timer.isStopped = false;
    expect((await application.ciba.complete(login)).sub).toBe('user-1');
  });

  it('stops with the application', async () => {
    const login = await start();
    application.timer.isStopped = true;
    const waiting = application.ciba.complete(login);
    setImmediate(() => application.polling.beforeApplicationShutdown());
    await expect(waiting).rejects.toThrow('The application shuts down');
  });
});

describe('CibaService#check', () => {
  it('waits for the interval and asks once', async () => {
    const login = await start();
    script('authorization_pending');
    expect(await application.ciba.check(login)).toEqual({ status: 'pending', step: 'identifying' });
    expect(await application.ciba.check(login)).toMatchObject({ status: 'done' });
    expect(application.timer.waits).toEqual([3, 3]);
    expect(polls()).toHaveLength(2);
  });

  it('stays as slow as the provider asked for, also where another instance asks next', async () => {
    await use({ transaction: { store: new InMemoryStore(application.clock) } });
    const login = await start();
    script('slow_down', 'authorization_pending', 'slow_down');
    await application.ciba.check(login);
    await application.ciba.check(application.ciba.resume(application.ciba.seal(login)));
    await application.ciba.check(login);
    await application.ciba.check(login);
    expect(application.timer.waits).toEqual([3, 8, 8, 13]);
  });

  it('asks nothing while the store cannot say how slowly', async () => {
    const store = new FaultyStore(application.clock);
    await use({ transaction: { store } });
    const login = await start();
    store.fail('get');
    expect(await codeFrom(application.ciba.check(login))).toBe('store_unavailable');
    expect(polls()).toEqual([]);
  });

  it('goes on, and slowly, when the store cannot keep how slowly', async () => {
    const store = new FaultyStore(application.clock);
    await use({ transaction: { store } });
    const login = await start();
    script('slow_down');
    store.fail('set');
    expect(await application.ciba.check(login)).toMatchObject({ status: 'done' });
    expect(application.timer.waits).toEqual([3, 16]);
  });

  it('is refused while somebody else waits', async () => {
    const login = await start();
    application.timer.isStopped = true;
    const controller = new AbortController();
    const { signal } = controller;
    const waiting = application.ciba.complete(login, { signal }).catch(() => 'stopped');
    await new Promise(setImmediate);
    expect(await codeFrom(application.ciba.check(login))).toBe('login_polled_elsewhere');
    controller.abort();
    expect(await waiting).toBe('stopped');
  });
});

describe('what CibaService says of a refused login', () => {
  const heard: string[] = [];
  beforeEach(() => {
    heard.length = 0;
    application.events.on('login.refused', ({ code }) => heard.push(code));
  });

  it('is told of one that was completed before', async () => {
    const login = await start();
    await application.ciba.complete(login);
    await codeFrom(application.ciba.complete(login));
    await codeFrom(application.ciba.check(login));
    await codeFrom(statusesOf(login));
    expect(heard).toEqual(Array.from({ length: 3 }, () => 'login_already_used'));
    expect(log.text).toContain('Login refused: login_already_used');
  });

  it('is told of one that nobody began', () => {
    codeOf(() => application.ciba.resume('AAAA'));
    expect(heard).toEqual(['login_unknown']);
    expect(log.text).toContain('Login refused: login_unknown');
  });

  it.each(['access_denied', 'expired_token', 'server_error'])(
    'has neither its request nor whom it is for: %s',
    async (result) => {
      const login = await start();
      script(result);
      const thrown = await application.ciba.complete(login).catch((refusal: unknown) => refusal);
      const shown = inspect(thrown, { depth: 10, showHidden: true }) + log.text;
      expect(shown).toContain('Login refused: ');
      expect([...application.provider.secrets].filter((secret) => shown.includes(secret))).toEqual(
        [],
      );
      expect(shown).not.toContain(NATIONAL_ID);
    },
  );
});

describe('a login under way', () => {
  it('can be resumed by another instance', async () => {
    const login = await start();
    const resumed = application.ciba.resume(application.ciba.seal(login));
    expect(resumed).toEqual(login);
    expect((await application.ciba.complete(resumed)).sub).toBe('user-1');
  });

  it('holds what came back against what was asked for, resumed too', async () => {
    const resumed = application.ciba.resume(application.ciba.seal(await start()));
    application.provider.idToken({ authenticationtype: 'urn:grn:authn:no:bankid' });
    expect(await codeFrom(application.ciba.complete(resumed))).toBe('acr_not_satisfied');
  });

  it('is waited for by one instance at a time, of those that share a store', async () => {
    await use({ transaction: { store: new InMemoryStore(application.clock) } });
    const login = await start();
    const poll = application.ciba.poll(login);
    script('authorization_pending');
    await poll.next();
    const resumed = application.ciba.resume(application.ciba.seal(login));
    expect(await codeFrom(application.ciba.check(resumed))).toBe('login_polled_elsewhere');
    await poll.return();
    expect(await application.ciba.check(resumed)).toMatchObject({ status: 'done' });
  });

  it('can be resumed for an hour after it expired, to be told so', async () => {
    const sealed = application.ciba.seal(await start());
    application.clock.advance(121);
    const resumed = application.ciba.resume(sealed);
    expect(await codeFrom(application.ciba.complete(resumed))).toBe('login_expired');
    application.clock.advance(3600);
    expect(codeOf(() => application.ciba.resume(sealed))).toBe('login_unknown');
  });

  it.each(['', 'x', 'AAAA'])('is none that anybody writes: %j', (text) => {
    expect(codeOf(() => application.ciba.resume(text))).toBe('login_unknown');
  });

  it.each([undefined, null, 5, {}, ['AAAA']])('is none that a body may hold: %j', (value) => {
    const text = value as string; // as an application has it that does not look
    expect(codeOf(() => application.ciba.resume(text))).toBe('login_unknown');
  });

  it('is not the same as a headless one', async () => {
    const login = await application.headless.start({ endUserIp: '203.0.113.7' });
    const sealed = application.headless.seal(login);
    expect(codeOf(() => application.ciba.resume(sealed))).toBe('login_unknown');
  });

  it('shows neither its request nor whom it is for', async () => {
    const login = await start();
    const { requestId } = login.reveal();
    const sealed = Buffer.from(application.ciba.seal(login), 'base64url').toString('latin1');
    const shown = [
      JSON.stringify(login),
      inspect(login, { showHidden: true, depth: 10 }),
      JSON.stringify(Object.entries(login)),
      sealed,
    ].join();
    expect(shown).not.toContain(requestId);
    expect(shown).not.toContain(NATIONAL_ID);
    expect(JSON.parse(JSON.stringify(login))).toEqual({
      bindingMessage: 'Acme support',
      expiresAt: expect.any(String),
      interval: 3,
    });
  });
});
