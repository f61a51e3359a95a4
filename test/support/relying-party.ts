import type { AbstractHttpAdapter } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Controller, Get, type INestApplication, UseGuards } from '@nestjs/common';
import {
  AuthEvents,
  CriiptoAuthGuard,
  CriiptoAuthModule,
  type CriiptoAuthErrorCode,
  type CriiptoAuthOptions,
  KeyProvider,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from './browser.js';
import { LogLines } from './log-lines.js';
import { StubProvider } from './stub-provider.js';
import { CLIENT_ID, freePort, testOptions } from './test-app.js';

export interface RelyingPartyOptions {
  readonly adapter: () => AbstractHttpAdapter;
  readonly responseMode?: 'query' | 'form_post';
  readonly options?: Partial<CriiptoAuthOptions>;
}

@Controller()
@UseGuards(CriiptoAuthGuard)
class ProtectedController {
  @Get('me')
  me() {
    return { in: true };
  }
}

/** Our side of every conformance case: a Nest application that logs in at the stub provider, over real HTTP. */
export class RelyingParty {
  /** The codes of the logins that were refused, as events tell them. */
  readonly refusals: CriiptoAuthErrorCode[] = [];

  private constructor(
    readonly provider: StubProvider,
    readonly url: string,
    readonly log: LogLines,
    private readonly app: INestApplication,
    private readonly responseMode: 'query' | 'form_post',
  ) {
    app.get(AuthEvents).on('login.refused', ({ code }) => this.refusals.push(code));
  }

  static async start(settings: RelyingPartyOptions): Promise<RelyingParty> {
    const { responseMode = 'query', options = {} } = settings;
    const port = await freePort();
    const url = `http://localhost:${port}`;
    let keys: KeyProvider | undefined;
    const provider = await StubProvider.start({
      client: {
        id: CLIENT_ID,
        keys: async () => ({ keys: [...((await keys?.publicKeys()) ?? [])] }),
      },
    });
    const log = new LogLines();
    const module = await Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot({
          ...testOptions(provider.issuer, url),
          ...options,
          login: { responseMode, ...options.login },
        }),
      ],
      controllers: [ProtectedController],
    }).compile();
    keys = module.get(KeyProvider);
    const app = module.createNestApplication(settings.adapter(), { logger: log });
    await app.listen(port, 'localhost');
    return new RelyingParty(provider, url, log, app, responseMode);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.provider.stop();
  }

  /** The first leg: where the browser is sent. */
  begin(browser: Browser): Promise<Response> {
    return browser.navigate(`${this.url}/auth/login`);
  }

  /** The second leg, with what the provider answered. */
  callback(browser: Browser, parameters: URLSearchParams): Promise<Response> {
    const target = `${this.url}/auth/callback`;
    return this.responseMode === 'form_post'
      ? browser.navigate(target, { method: 'POST', body: parameters })
      : browser.navigate(`${target}?${parameters.toString()}`);
  }

  /** Both legs. `tamper` changes what the browser brings back. */
  async logIn(
    browser: Browser,
    tamper: (parameters: URLSearchParams) => URLSearchParams = (same) => same,
  ): Promise<LoginAttempt> {
    const begin = await this.begin(browser);
    if (begin.status !== 302) return { response: begin, parameters: undefined };
    const parameters = tamper(this.provider.login(locationOf(begin)));
    return { response: await this.callback(browser, parameters), parameters };
  }

  async isLoggedIn(browser: Browser): Promise<boolean> {
    return (await browser.fetch(`${this.url}/me`)).status === 200;
  }
}

export interface LoginAttempt {
  readonly response: Response;
  /** What the browser brought back, if the login came so far. */
  readonly parameters: URLSearchParams | undefined;
}
