import { Controller, Get, type INestApplication, type Type, UseGuards } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import type { JSONWebKeySet } from 'jose';
import {
  type AuthEventMap,
  type AuthEventName,
  AuthEvents,
  Clock,
  CriiptoAuthGuard,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  type CriiptoUser,
  CurrentUser,
  RequireAcr,
} from 'nestjs-criipto-auth';

import { LoginReporter } from '../../lib/login/login-reporter.service.js';
import { Browser, locationOf } from './browser.js';
import { type CookieNames, cookieNamesIn } from './cookie-names.js';
import { FakeClock } from './fake-clock.js';
import { freePort } from './free-port.js';
import { LogLines } from './log-lines.js';
import { privateJwk } from './private-keys.js';
import { oidccProfile, type ProviderProfile } from './provider-profile.js';
import { RecordingStore } from './recording-store.js';
import { StubProvider } from './stub-provider.js';
import { CLIENT_ID, SESSION_SECRET, testOptions } from './test-app.js';

export type ResponseMode = 'query' | 'form_post';

export interface RelyingPartyOptions {
  readonly adapter: () => AbstractHttpAdapter;
  readonly responseMode: ResponseMode;
  readonly options?: Partial<CriiptoAuthOptions>;
  /** The provider to log in at. @default that of the suite for OpenID Connect */
  readonly profile?: () => ProviderProfile;
  /** What our assertions may be signed with. @default anything */
  readonly assertionAlgs?: readonly string[];
  /** The page at which every login begins. @default the one for it */
  readonly start?: string;
  /** What is registered in place of our keys, if anything is. */
  readonly registeredSecret?: string;
  /** Every authorization request comes signed. @default none does */
  readonly signsRequests?: boolean;
  /** Sessions are in the store, and the provider may end them. @default sessions are in cookies */
  readonly storesSessions?: boolean;
  /** Keeps sessions in the store, with their access tokens. @default no token is kept */
  readonly keepsTokens?: boolean;
  readonly controllers?: readonly Type[];
}

const PRIVATE_KEY = privateJwk('P-256'); // the quickest to sign with
/** Longer than anything of a provider's is kept. */
const DAYS_BETWEEN_CASES = 3;

@Controller()
@UseGuards(CriiptoAuthGuard)
class ProtectedController {
  @Get('me')
  me(@CurrentUser() { sub, acr, claims }: CriiptoUser) {
    return { sub, acr, claims };
  }

  @Get('transfer')
  @RequireAcr('urn:grn:authn:dk:mitid:high', { maxAge: 300 })
  transfer() {}
}

/** The library's events, which are kept, whether or not anybody listens. */
class KeepingEvents extends AuthEvents {
  readonly emitted: unknown[] = [];

  override emit<N extends AuthEventName>(name: N, payload: AuthEventMap[N]): void {
    this.emitted.push([name, payload]);
    super.emit(name, payload);
  }
}

/** The library's reporter, which keeps what it was told. */
class KeepingReporter extends LoginReporter {
  readonly errors: unknown[] = [];

  override refused(error: unknown): void {
    this.errors.push(error);
    super.refused(error);
  }
}

/**
 * Our side of every conformance case: a Nest application that logs in at the stub provider, over real
 * HTTP. It asks for userinfo, because by that a provider sees that a login was accepted.
 */
export class RelyingParty {
  /** The logins that were refused, as events tell them. */
  readonly refusals: AuthEventMap['login.refused'][] = [];
  /** All that browsers were answered when they came back: heads and bodies. */
  readonly answers: string[] = [];
  /** The refreshes that failed, as events tell them. */
  readonly refreshFailures: AuthEventMap['refresh.failed'][] = [];
  /** How many sessions each logout ended that the provider told of, or the code by which it was refused. */
  readonly logouts: (number | string)[] = [];

  private constructor(
    readonly provider: StubProvider,
    readonly url: string,
    readonly log: LogLines,
    readonly store: RecordingStore,
    readonly clock: FakeClock,
    private readonly app: INestApplication,
    private readonly settings: RelyingPartyOptions,
  ) {
    const events = app.get(AuthEvents);
    events.on('login.refused', (refusal) => this.refusals.push(refusal));
    events.on('refresh.failed', (failure) => this.refreshFailures.push(failure));
    events.on('logout.backchannel', ({ sessions }) => this.logouts.push(sessions));
    events.on('logout.refused', ({ code }) => this.logouts.push(code));
  }

  static async start(settings: RelyingPartyOptions): Promise<RelyingParty> {
    const { responseMode, assertionAlgs, registeredSecret, signsRequests, options = {} } = settings;
    const { profile = oidccProfile, keepsTokens = false, controllers = [] } = settings;
    const { storesSessions = keepsTokens } = settings;
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const clock = new FakeClock();
    let published: Promise<JSONWebKeySet> | undefined;
    const provider = await StubProvider.start({
      client: {
        id: CLIENT_ID,
        redirectUri: `${url}/auth/callback`,
        postLogoutRedirectUri: `${url}/auth/logged-out`,
        keys: () => (published ??= publishedKeys(url)),
        ...(assertionAlgs ? { assertionAlgs } : {}),
        ...(registeredSecret === undefined ? {} : { secret: registeredSecret }),
        ...(signsRequests === undefined ? {} : { signsRequests }),
      },
      profile: profile(),
      now: () => clock.seconds(),
    });
    const log = new LogLines();
    const store = new RecordingStore(clock);
    const module = await Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot({
          ...testOptions(provider.issuer, url),
          keys: { jwks: JSON.stringify({ keys: [PRIVATE_KEY] }) },
          userInfo: 'required',
          transaction: { store },
          ...(storesSessions
            ? {
                session: { secret: SESSION_SECRET, store, tokens: keepsTokens },
                routes: { backchannelLogout: true },
              }
            : {}),
          ...options,
          login: { responseMode, ...options.login },
        }),
      ],
      controllers: [ProtectedController, ...controllers],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .overrideProvider(LoginReporter)
      .useClass(KeepingReporter)
      .overrideProvider(AuthEvents)
      .useClass(KeepingEvents)
      .compile();
    const app = module.createNestApplication(settings.adapter(), { logger: log });
    await app.listen(port, 'localhost');
    return new RelyingParty(provider, url, log, store, clock, app, settings);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.provider.stop();
  }

  /** Before the next case: an honest provider, nothing on record, and caches too old to be used. */
  reset(): void {
    const { provider, errors, events, refusals, refreshFailures, answers, logouts, log, store } =
      this;
    provider.beHonest();
    provider.forget();
    store.fail();
    for (const list of [errors, events, refusals, refreshFailures, answers, logouts, store.written])
      list.length = 0;
    log.clear();
    this.clock.advance(DAYS_BETWEEN_CASES * 24 * 60 * 60);
  }

  /** The errors of the logins that were refused. */
  get errors(): unknown[] {
    return this.app.get<LoginReporter, KeepingReporter>(LoginReporter).errors;
  }

  /** Every event, by its name and with its payload. */
  get events(): unknown[] {
    return this.app.get<AuthEvents, KeepingEvents>(AuthEvents).emitted;
  }

  /** How this application names its cookies. */
  get cookieNames(): CookieNames {
    return cookieNamesIn(this.app);
  }

  /** What only this application knows. */
  get secrets(): readonly string[] {
    const { registeredSecret } = this.settings;
    return [SESSION_SECRET, PRIVATE_KEY.d, registeredSecret].filter((one) => one !== undefined);
  }

  /** The page that every login ends at. */
  get wanted(): string {
    return this.url + (this.settings.start ?? '/');
  }

  /** The first leg: where the browser is sent. */
  begin(browser: Browser): Promise<Response> {
    return browser.navigate(this.url + (this.settings.start ?? '/auth/login'));
  }

  /** The second leg, with what the provider answered. */
  async callback(browser: Browser, parameters: URLSearchParams): Promise<Response> {
    const response = await this.sentOn(browser, await this.sendBack(browser, parameters));
    this.answers.push(await textOf(response.clone()));
    return response;
  }

  /** A form that came too late is answered where the browser is sent on to. */
  private async sentOn(browser: Browser, response: Response): Promise<Response> {
    const onward = response.headers.get('location') ?? '';
    return onward.startsWith(`${this.url}/auth/callback`) ? browser.navigate(onward) : response;
  }

  private sendBack(browser: Browser, parameters: URLSearchParams): Promise<Response> {
    const target = `${this.url}/auth/callback`;
    const headers = { 'sec-fetch-site': 'cross-site' };
    return this.settings.responseMode === 'form_post'
      ? browser.navigate(target, {
          method: 'POST',
          body: parameters,
          headers: { ...headers, origin: new URL(this.provider.issuer).origin },
        })
      : browser.navigate(`${target}?${parameters.toString()}`, { headers });
  }

  /** Both legs. `tamper` changes what the browser brings back. */
  async logIn(
    browser: Browser,
    tamper: (parameters: URLSearchParams) => URLSearchParams = (same) => same,
  ): Promise<LoginAttempt> {
    const begin = await this.begin(browser);
    if (begin.status !== 302) return { response: begin, callback: undefined };
    const parameters = tamper(this.provider.login(locationOf(begin)));
    const before = await browser.copy();
    return { response: await this.callback(browser, parameters), callback: { parameters, before } };
  }

  /** The first leg of a logout: where the browser is sent. */
  logOut(browser: Browser, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return browser.navigate(`${this.url}/auth/logout`, { method: 'POST', headers });
  }

  /** What the provider tells the application, server to server. */
  postLogout(
    fields: URLSearchParams | Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const body = new URLSearchParams(fields);
    return fetch(`${this.url}/auth/backchannel-logout`, { method: 'POST', body, headers });
  }

  async isLoggedIn(browser: Browser): Promise<boolean> {
    return (await browser.fetch(`${this.url}/me`)).status === 200;
  }

  /** The user, as the application sees it. */
  async userIn(browser: Browser): Promise<unknown> {
    return (await browser.fetch(`${this.url}/me`)).json();
  }
}

/** The keys that we publish, as anybody sees them. */
export async function publishedKeys(url: string): Promise<JSONWebKeySet> {
  const response = await fetch(`${url}/.well-known/jwks.json`);
  return (await response.json()) as JSONWebKeySet; // or the judge will say what is wrong with it
}

/** All that a browser is told, but for the session that it is given. */
async function textOf(response: Response): Promise<string> {
  const headers = [...response.headers].filter(([name]) => name !== 'set-cookie');
  return `${JSON.stringify(headers)}\n${await response.text()}`;
}

export interface LoginAttempt {
  readonly response: Response;
  /** What the browser brought back, if the login came so far, and what it was before it did. */
  readonly callback: { readonly parameters: URLSearchParams; readonly before: Browser } | undefined;
}
