import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { FakeCiba } from './decoupled/ciba.js';
import { FakeHeadless, HEADLESS_PATH } from './decoupled/headless.js';
import { type Person, TEST_PEOPLE } from './eids/people.js';
import { type Approval, approve, type ApprovedLogin } from './login/approve.js';
import { EidPages } from './login/eid-pages.js';
import { Logins } from './login/logins.js';
import { logOut } from './login/logout.js';
import type { FakeClient } from './model/fake-client.js';
import type { LogoutNotice } from './model/logout-notice.js';
import { clientMetadata } from './provider/client-metadata.js';
import type { FakeCriiptoOptions } from './provider/fake-criipto-options.js';
import { fakeProvider } from './provider/fake-provider.js';
import { FakeSessions } from './provider/fake-sessions.js';
import { forFtn } from './provider/ftn.js';
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

  private readonly clients = new Map<string, FakeClient>();
  private readonly adapter = memoryAdapters();
  private readonly logins = new Logins();
  private sessions: FakeSessions | undefined;

  private constructor(
    private readonly server: Server,
    /** The issuer: for the option of that name. */
    readonly issuer: string,
    readonly people: readonly Person[],
  ) {
    this.ciba = new FakeCiba(people);
    this.headless = new FakeHeadless(people);
  }

  /** Listens on 127.0.0.1 until `stop()`. Rejects when the port is taken. */
  static async start(options: FakeCriiptoOptions = {}): Promise<FakeCriipto> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(options.port ?? 0, HOST, resolve);
    });
    const { port } = server.address() as AddressInfo; // never a pipe: listening on a port
    const fake = new FakeCriipto(server, `http://${HOST}:${port}`, options.people ?? TEST_PEOPLE);
    for (const client of options.clients ?? []) await fake.register(client);
    await fake.serve(options);
    return fake;
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

  private async serve(options: FakeCriiptoOptions): Promise<void> {
    const { issuer, adapter, clients, requests, logins, ciba, headless } = this;
    const claimsOf = (loginId: string) =>
      logins.claimsOf(loginId) ?? ciba.claimsOf(loginId) ?? headless.claimsOf(loginId);
    const provider = await fakeProvider(
      { issuer, adapter, clients, requests, claimsOf, ciba, headless },
      options,
    );
    this.sessions = new FakeSessions(provider, this.adapter('Session'));

    const eidPages = new EidPages(provider, this.logins, this.people);
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
    if (url.pathname === HEADLESS_PATH) FakeHeadless.forward(request);
    if (url.pathname.startsWith('/eid/')) return eidPages.handle(request, response);
    if (url.pathname === '/oauth2/logout') {
      await this.sessions?.endOfBrowser(request.headers.cookie);
      logOut(url, this.clients.values(), response);
      this.requests.add({
        method: request.method ?? '',
        path: url.pathname,
        headers: request.headers,
        query: Object.fromEntries(url.searchParams),
        form: {},
        status: response.statusCode,
      });
      return undefined;
    }
    return answer(request, response);
  }
}
