import { afterAll } from '@jest/globals';
import type {
  INestApplication,
  ModuleMetadata,
  NestApplicationOptions,
  Provider,
  Type,
} from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import {
  CriiptoAuthModule,
  type CriiptoAuthModuleExtras,
  type CriiptoAuthOptions,
} from 'nestjs-criipto-auth';
import { type FakeClient, FakeCriipto, type FakeCriiptoOptions } from 'nestjs-criipto-auth/testing';

import { Browser, locationOf } from './browser.js';
import { type CookieNames, cookieNamesIn } from './cookie-names.js';
import { freePort } from './free-port.js';
import { LogLines } from './log-lines.js';
import { privateJwk } from './private-keys.js';

export const CLIENT_ID = 'urn:my:application:identifier:1234';
export const SESSION_SECRET = 'a secret that is long enough for everyone';

export interface TestAppOptions {
  readonly adapter: () => AbstractHttpAdapter;
  readonly controllers?: Type[];
  readonly providers?: Provider[];
  readonly options?: Partial<CriiptoAuthOptions>;
  readonly extras?: CriiptoAuthModuleExtras;
  /** Imports these instead of `CriiptoAuthModule.forRoot`. */
  readonly imports?: (options: CriiptoAuthOptions) => NonNullable<ModuleMetadata['imports']>;
  readonly fake?: Omit<FakeCriiptoOptions, 'clients'>;
  /** What the application is registered with beside what every one is. */
  readonly client?: Partial<FakeClient> | ((url: string) => Partial<FakeClient>);
  /** Paths of the application that the provider may send the browser to. */
  readonly redirectPaths?: readonly string[];
  readonly build?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  /** What `NestFactory.create()` takes beside the adapter. */
  readonly nest?: NestApplicationOptions;
  readonly prepare?: (app: INestApplication) => unknown;
}

/** An application and the fake that it logs in at, both listening. */
export class TestApp {
  private constructor(
    readonly app: INestApplication,
    readonly fake: FakeCriipto,
    readonly url: string,
    readonly log: LogLines,
  ) {}

  static async start(settings: TestAppOptions): Promise<TestApp> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const fake = await FakeCriipto.start({
      log: false,
      ...settings.fake,
      clients: [
        {
          clientId: CLIENT_ID,
          redirectUris: (settings.redirectPaths ?? ['/auth/callback']).map((path) => url + path),
          postLogoutRedirectUris: [`${url}/auth/logged-out`],
          jwksUri: `${url}/.well-known/jwks.json`,
          ...(typeof settings.client === 'function' ? settings.client(url) : settings.client),
        },
      ],
    });
    const log = new LogLines();
    const options = { ...testOptions(fake.issuer, url), ...settings.options };
    const builder = Test.createTestingModule({
      imports: settings.imports?.(options) ?? [
        CriiptoAuthModule.forRoot({ ...options, ...settings.extras }),
      ],
      controllers: settings.controllers ?? [],
      providers: settings.providers ?? [],
    }).setLogger(log);
    const module = await (settings.build?.(builder) ?? builder).compile();
    const app = module.createNestApplication(settings.adapter(), {
      ...settings.nest,
      logger: log,
    });
    await settings.prepare?.(app);
    await app.listen(port, 'localhost').catch(async (error: unknown) => {
      await fake.stop();
      throw error;
    });
    return new TestApp(app, fake, url, log);
  }

  /** How it names its cookies. */
  get cookieNames(): CookieNames {
    return cookieNamesIn(this.app);
  }

  /** Logs a browser in, all the way to the page it wanted, and returns the answer of the callback. */
  async logIn(browser = new Browser(), login: TestLogin = {}): Promise<Response> {
    const { person, returnTo } = login;
    const query = returnTo === undefined ? '' : `?returnTo=${encodeURIComponent(returnTo)}`;
    const start = await browser.navigate(`${this.url}/auth/login${query}`);
    const callback = await this.fake.approve(locationOf(start), person ? { person } : {});
    return browser.navigate(callback.url, callback.form ? { form: callback.form } : {});
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.fake.stop();
  }
}

/** Starts applications on one adapter, and stops them after the suite. */
export function appsOn(
  adapter: TestAppOptions['adapter'],
  common: Omit<TestAppOptions, 'adapter'> = {},
): (settings?: Omit<TestAppOptions, 'adapter'>) => Promise<TestApp> {
  const started: TestApp[] = [];
  afterAll(() => Promise.all(started.map((app) => app.stop())));
  return async (settings) => {
    const app = await TestApp.start({ adapter, ...common, ...settings });
    started.push(app);
    return app;
  };
}

interface TestLogin {
  readonly person?: string;
  readonly returnTo?: string;
}

/** Options with which a login at the fake works. */
export function testOptions(issuer: string, baseUrl: string): CriiptoAuthOptions {
  return {
    issuer,
    clientId: CLIENT_ID,
    baseUrl,
    keys: { jwks: JSON.stringify({ keys: [privateJwk('rsa')] }) },
    session: { secret: SESSION_SECRET },
    http: { allowInsecureLoopback: true },
  };
}
