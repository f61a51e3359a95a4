import { inspect } from 'node:util';

import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  type CriiptoUser,
  type DoneStatus,
  InMemoryStore,
  type PollOptions,
  SystemClock,
  Timer,
} from 'nestjs-criipto-auth';
import type { PhoneLogins } from 'nestjs-criipto-auth/testing';

import { codeFrom } from './code-of.js';
import { privateJwk, publicJwk } from './private-keys.js';
import { StoryTimer } from './story-timer.js';
import { appsOn, CLIENT_ID, type TestApp, testOptions } from './test-app.js';

/** What both services of logins that happen elsewhere can do. */
interface PolledLogins<Login> {
  poll(
    login: Login,
    options?: PollOptions,
  ): AsyncGenerator<{ readonly status: 'pending' } | DoneStatus, void>;
  complete(login: Login, options?: PollOptions): Promise<CriiptoUser>;
  check(login: Login): Promise<{ readonly status: 'pending' | 'done' }>;
  seal(login: Login): string;
  resume(sealed: string): Login;
}

/** Where things are: the application that a story is about, or another instance of it. */
interface Instance {
  get<T>(token: abstract new (...parameters: never[]) => T): T;
}

export interface PolledFlow<Login> {
  readonly service: (instance: Instance) => PolledLogins<Login>;
  readonly start: (app: TestApp) => Promise<Login>;
  readonly phones: (app: TestApp) => PhoneLogins;
  /** What its polls are named by. */
  readonly requestParameter: string;
}

const SIG = { use: 'sig', kid: 'our-sig-1' };
const ENC = { use: 'enc', kid: 'our-enc-1' };
const nothing = () => undefined;

/** The same stories of every login that is polled for. */
export function describePolledLogins<Login>(
  title: string,
  adapter: () => AbstractHttpAdapter,
  { service, start, phones, requestParameter }: PolledFlow<Login>,
): void {
  const keys = { jwks: JSON.stringify({ keys: [privateJwk('rsa', SIG)] }) };
  const store = new InMemoryStore(new SystemClock());
  const timer = new StoryTimer();
  const startApp = appsOn(adapter, {
    options: { keys, transaction: { store }, login: { scope: 'openid ssn' } },
    build: (builder) => builder.overrideProvider(Timer).useValue(timer),
  });

  describe(title, () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await startApp();
    }, 30_000);
    afterEach(() => {
      timer.reset();
      app.fake.requests.clear();
      app.log.clear();
    });

    const polls = () => app.fake.requests.of('token');
    const approve = () => phones(app).approve();

    async function statusesOf(login: Login): Promise<string[]> {
      const statuses: string[] = [];
      for await (const { status } of service(app.app).poll(login)) statuses.push(status);
      return statuses;
    }

    it('gives the user, who approves after a while', async () => {
      const login = await start(app);
      timer.meanwhile(nothing, approve);
      const user = await service(app.app).complete(login);
      expect(user).toMatchObject({
        eid: 'bankid-se',
        acr: 'urn:grn:authn:se:bankid',
        name: 'Astrid Provström',
        country: 'SE',
        nationalId: '199007019992',
        issuer: app.fake.issuer,
      });
      expect(JSON.stringify(user)).not.toContain('199007019992');
      expect(polls()).toHaveLength(2);
    });

    it('gives each status, one after the other', async () => {
      const login = await start(app);
      timer.meanwhile(nothing, () => phones(app).newest.proceed(), approve);
      expect(await statusesOf(login)).toEqual(['pending', 'pending', 'done']);
    });

    it('slows down when the provider says so', async () => {
      const login = await start(app);
      const { newest } = phones(app);
      timer.meanwhile(
        () => newest.slowDown(),
        nothing,
        () => newest.slowDown(),
        approve,
      );
      expect(await statusesOf(login)).toEqual(['pending', 'pending', 'pending', 'done']);
      expect(timer.waits).toEqual([5, 10, 10, 15]);
    });

    it('proves the application anew with each request', async () => {
      const login = await start(app);
      timer.meanwhile(nothing, nothing, approve);
      await statusesOf(login);
      const assertions = app.fake.requests.all.flatMap(({ assertion }) => assertion ?? []);
      expect(assertions).toHaveLength(4);
      expect(new Set(assertions.map(({ claims }) => claims['jti'])).size).toBe(4);
      for (const { claims } of assertions)
        expect(claims).toMatchObject({ iss: CLIENT_ID, sub: CLIENT_ID, aud: app.fake.issuer });
    });

    it.each([
      ['declines', 'login_cancelled', () => phones(app).deny()],
      ['does not act in time', 'login_expired', () => phones(app).expire()],
      [
        'comes back by another eID',
        'acr_not_satisfied',
        () => phones(app).approve({ acr: 'urn:grn:authn:no:bankid' }),
      ],
    ])('ends when the user %s, and tells nobody whose login it was', async (_what, code, act) => {
      const login = await start(app);
      const sealed = service(app.app).seal(login);
      timer.meanwhile(nothing, act);
      const thrown = await service(app.app)
        .complete(login)
        .catch((error: unknown) => error);
      expect(await codeFrom(Promise.reject(thrown))).toBe(code);
      expect(polls()).toHaveLength(2);
      const shown = inspect(thrown, { depth: 10, showHidden: true }) + app.log.text;
      expect(shown).toContain(code);
      for (const secret of [polls()[0]?.form[requestParameter], '199007019992', sealed])
        expect(shown).not.toContain(secret);
    });

    it('stops when the caller does not want to know any more, and can be taken up again', async () => {
      const login = await start(app);
      const controller = new AbortController();
      const reason = new Error('nobody is there any more');
      timer.meanwhile(nothing, () => controller.abort(reason));
      const waiting = service(app.app).complete(login, { signal: controller.signal });
      await expect(waiting).rejects.toBe(reason);
      expect(polls()).toHaveLength(1);
      approve();
      expect((await service(app.app).complete(login)).name).toBe('Astrid Provström');
    });

    it('is completed once', async () => {
      const login = await start(app);
      approve();
      await service(app.app).complete(login);
      expect(await codeFrom(service(app.app).complete(login))).toBe('login_already_used');
      expect(polls()).toHaveLength(1);
    });

    it('is waited for by two instances in turn', async () => {
      const second = await anotherInstance(app, { keys, transaction: { store } });
      const login = await start(app);
      const here = service(app.app);
      const there = service(second);
      const resumed = there.resume(here.seal(login));

      expect(await here.check(login)).toMatchObject({ status: 'pending' });
      expect(await there.check(resumed)).toMatchObject({ status: 'pending' });
      const waiting = here.poll(login);
      await waiting.next();
      expect(await codeFrom(there.check(resumed))).toBe('login_polled_elsewhere');
      await waiting.return();
      approve();
      expect(await there.check(resumed)).toMatchObject({ status: 'done' });
      expect(await codeFrom(here.check(login))).toBe('login_already_used');
      await second.close();
    });

    it('ends when the application shuts down', async () => {
      const leaving = await anotherInstance(app, { keys });
      const login = await start(app);
      timer.isStopped = true;
      const resumed = service(leaving).resume(service(app.app).seal(login));
      const waiting = service(leaving).complete(resumed);
      timer.meanwhile(() => void leaving.close());
      await expect(waiting).rejects.toThrow('The application shuts down');
    });
  });

  it(`${title}: has its ID token encrypted`, async () => {
    const both = [privateJwk('rsa', SIG), privateJwk('rsa', ENC, 1)];
    const app = await startApp({
      options: {
        keys: { jwks: JSON.stringify({ keys: both }) },
        idToken: { decryption: 'required' },
      },
    });
    await app.fake.register({
      clientId: CLIENT_ID,
      redirectUris: [`${app.url}/auth/callback`],
      jwks: { keys: [publicJwk('rsa', SIG), publicJwk('rsa', ENC, 1)] },
      idTokenEncryption: { alg: 'RSA-OAEP-256', enc: 'A256GCM' },
    });
    const login = await start(app);
    phones(app).approve();
    expect((await service(app.app).complete(login)).name).toBe('Astrid Provström');
    timer.reset();
  });

  /** The same application, once more: it listens nowhere, which polling does not need. */
  async function anotherInstance(app: TestApp, options: Partial<CriiptoAuthOptions>) {
    const module = await Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot({ ...testOptions(app.fake.issuer, app.url), ...options }),
      ],
    })
      .overrideProvider(Timer)
      .useValue(timer)
      .compile();
    const instance = module.createNestApplication(adapter(), { logger: app.log });
    return instance.init();
  }
}
