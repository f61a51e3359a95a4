import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type * as OidcProvider from 'oidc-provider';

import { FakeCiba } from './decoupled/ciba.js';
import { FakeHeadless, HEADLESS_PATH } from './decoupled/headless.js';
import { type Person, TEST_PEOPLE } from './eids/people.js';
import { Inspector, INSPECTOR_PATH } from './inspector/inspector.js';
import { type Approval, approve, type ApprovedLogin } from './login/approve.js';
import type { CookieJar } from './login/cookie-jar.js';
import { EidPages } from './login/eid-pages.js';
import { logIn, type LogInOptions } from './login/log-in.js';
import { Logins } from './login/logins.js';
import { logOut } from './login/logout.js';
import type { Exchange } from './model/exchange.js';
import type { FakeClient } from './model/fake-client.js';
import type { LogoutNotice } from './model/logout-notice.js';
import { clientMetadata } from './provider/client-metadata.js';
import type { FakeCriiptoOptions } from './provider/fake-criipto-options.js';
import { FakeLog } from './provider/fake-log.js';
import { fakeProvider } from './provider/fake-provider.js';
import { FakeSessions } from './provider/fake-sessions.js';
import { forFtn } from './provider/ftn.js';
import { loadOidcProvider } from './provider/load-oidc-provider.js';
import { memoryAdapters } from './provider/memory-adapter.js';
import { RecordedRequests } from './provider/recorded-requests.js';

const HOST = '127.0.0.1';

/**
 * A Criipto Verify of your own, for development and tests: a certified OpenID provider (`oidc-provider`)
 * with Criipto's paths, acr values and claims, and made-up people to log in as. It judges client
 * assertions as strictly as the real one: signature, audience, expiry, use once.
 *
 * Its issuer is plain http on 127.0.0.1: set `http: { allowInsecureLoopback: true }`.
 */
export class FakeCriipto {
  /** Every request that came in, for tests to assert on. */
  readonly requests = new RecordedRequests();
  /** Whom applications have asked on the phone (CIBA), for tests to approve or decline. */
  readonly ciba: FakeCiba;
  /** Who is to log in by BankID Sweden on an application's own page, for tests to approve or decline. */
  readonly headless: FakeHeadless;
  /** Address of the page that shows the newest logins step by step, and why one was refused. For a browser on this machine. */
  readonly inspector: string;
  /** Who can log in. */
  readonly people: readonly Person[];

  private readonly clients = new Map<string, FakeClient>();
  private readonly adapter = memoryAdapters();
  private readonly logins = new Logins();
  private readonly inspection: Inspector;
  private readonly log: FakeLog;
  private sessions: FakeSessions | undefined;

  private constructor(
    private readonly server: Server,
    /** The issuer: for the option of that name. */
    readonly issuer: string,
    { people = TEST_PEOPLE, log }: FakeCriiptoOptions,
  ) {
    this.people = people;
    this.ciba = new FakeCiba(people);
    this.headless = new FakeHeadless(people);
    this.inspector = issuer + INSPECTOR_PATH;
    this.inspection = new Inspector(issuer, people);
    this.log = new FakeLog(this.inspector, log);
  }

  /**
   * Listens on 127.0.0.1 until `stop()`. Where it fails, nothing is left behind.
   *
   * @throws {Error} when `oidc-provider` is not installed, the port is taken, or a client is not ready for what it asks for.
   */
  static async start(options: FakeCriiptoOptions = {}): Promise<FakeCriipto> {
    const oidc = await loadOidcProvider();
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(options.port ?? 0, HOST, resolve);
    });
    const { port } = server.address() as AddressInfo; // never a pipe: listening on a port
    const fake = new FakeCriipto(server, `http://${HOST}:${port}`, options);
    try {
      for (const client of options.clients ?? []) await fake.register(client);
      await fake.serve(oidc, options);
      return fake;
    } catch (error) {
      await fake.stop();
      throw error;
    }
  }

  /**
   * Adds an application, or replaces the one with its client id.
   *
   * @throws {Error} when it asks for `ftn` and is not ready for it.
   */
  async register(client: FakeClient): Promise<void> {
    const registered = forFtn(client);
    this.clients.set(client.clientId, registered);
    await this.adapter('Client').upsert(client.clientId, clientMetadata(registered));
  }

  /** From now on no refresh token that was given so far is good for anything, as if an administrator had ended it. */
  revokeRefreshTokens(): void {
    this.adapter('RefreshToken').expire();
  }

  /** From now on nobody can log in by what was pushed so far, as if the user had waited for too long. */
  expirePushedRequests(): void {
    this.adapter('PushedAuthorizationRequest').expire();
  }

  /**
   * Logs in as a browser and a person would, without either: follows an authorization URL up to the place
   * that the browser is sent back to.
   *
   * @throws {Error} when the fake refuses the request, with what it says.
   */
  approve(authorizationUrl: string, approval: Approval = {}): Promise<ApprovedLogin> {
    return approve(authorizationUrl, approval, this.people);
  }

  /**
   * Logs a person in at an application that listens at `baseUrl`, from its login route to its session, and
   * gives the cookies: for `fetch`, supertest and Playwright.
   *
   * @throws {Error} when the application or the fake refuses, with what they say and why.
   */
  logIn(baseUrl: string, options: LogInOptions = {}): Promise<CookieJar> {
    const { path = '/auth/login', ...approval } = options;
    const seen = this.requests.all.length;
    return logIn(baseUrl, path, {
      issuer: this.issuer,
      approve: (url) => this.approve(url, approval),
      explain: () => this.explain(seen),
    });
  }

  /**
   * Logs a person out, or everybody, wherever they logged in, and tells every application that has a
   * `backchannelLogoutUri`. Gives what those answered.
   */
  async logOut({ person }: { readonly person?: string } = {}): Promise<readonly LogoutNotice[]> {
    const isMeant = (loginId: string): boolean =>
      person === undefined || this.logins.personOf(loginId)?.id === person;
    return (await this.sessions?.endOf(isMeant)) ?? [];
  }

  /** Stops, and drops every connection. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  private async serve(oidc: typeof OidcProvider, options: FakeCriiptoOptions): Promise<void> {
    const { issuer, adapter, clients, logins, ciba, headless } = this;
    const claimsOf = (loginId: string) =>
      logins.claimsOf(loginId) ?? ciba.claimsOf(loginId) ?? headless.claimsOf(loginId);
    const tell = (exchange: Exchange) => this.answered(exchange);
    const provider = await fakeProvider(
      { oidc, issuer, adapter, clients, tell, claimsOf, ciba, headless },
      options,
    );
    this.sessions = new FakeSessions(provider, this.adapter('Session'));
    const eidPages = new EidPages(provider, this.logins, this.people, (path, atEid) =>
      this.inspection.add(ownExchange({ path, atEid, method: 'POST', status: 303 })),
    );
    const answer = provider.callback();
    this.server.on('request', (request, response) => {
      this.route(request, response, eidPages, answer).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
  }

  private async route(
    request: IncomingMessage,
    response: ServerResponse,
    eidPages: EidPages,
    answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  ): Promise<void> {
    const url = new URL(request.url ?? '/', this.issuer);
    if (isAt(url, INSPECTOR_PATH)) return this.inspection.handle(request, response);
    if (url.pathname === HEADLESS_PATH) FakeHeadless.forward(request);
    if (isAt(url, '/eid')) return eidPages.handle(request, response);
    if (url.pathname === '/oauth2/logout') return this.logOutBrowser(url, request, response);
    return answer(request, response);
  }

  private async logOutBrowser(
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { method = '', headers } = request;
    const start = performance.now();
    const notices = await this.sessions?.endOfBrowser(headers.cookie);
    const refusal = logOut(url, this.clients.values(), response);
    const query = Object.fromEntries(url.searchParams);
    const session = this.sessions?.idIn(headers.cookie);
    const took = performance.now() - start;
    const location = response.getHeader('location');
    this.answered({
      ...ownExchange({ method, path: url.pathname, status: response.statusCode }),
      headers,
      query,
      took,
      refusal,
      session,
      answer: { notices, location: location === undefined ? undefined : String(location) },
    });
  }

  private answered(exchange: Exchange): void {
    this.requests.add(exchange);
    this.inspection.add(exchange);
    this.log.add(exchange);
  }

  /** What was refused of the requests since, and where to read more. */
  private explain(since: number): string {
    const refused = this.requests.all.slice(since).findLast(({ refusal }) => refusal)?.refusal;
    const why = refused
      ? `The fake refused with ${refused.error}: ${refused.reason ?? refused.description ?? 'no reason given'}. `
      : '';
    return `${why}${this.inspector} shows each step`;
  }
}

function isAt({ pathname }: URL, path: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}

/** What the fake answers itself, without oidc-provider. */
function ownExchange(facts: Pick<Exchange, 'method' | 'path' | 'status' | 'atEid'>): Exchange {
  return { headers: {}, query: {}, form: {}, at: Date.now(), took: 0, answer: {}, ...facts };
}
