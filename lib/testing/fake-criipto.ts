import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { default as Provider, KoaContextWithOIDC } from 'oidc-provider';

import { type Approval, approve, type ApprovedLogin } from './approve.js';
import { FakeCiba } from './ciba.js';
import { withUriNames } from './claim-names.js';
import { clientMetadata } from './client-metadata.js';
import { dressAsCriipto } from './criipto-dress.js';
import { EidPages } from './eid-pages.js';
import { takeEitherProof } from './either-proof.js';
import type { FakeClient } from './fake-client.js';
import { forFtn } from './ftn.js';
import { FakeSessions } from './fake-sessions.js';
import type { LogoutNotice } from './logout-notice.js';
import { FakeHeadless, HEADLESS_PATH } from './headless.js';
import { Logins } from './logins.js';
import { logOut } from './logout.js';
import { memoryAdapters } from './memory-adapter.js';
import { type Person, TEST_PEOPLE } from './people.js';
import { providerSettings } from './provider-settings.js';
import { quietly } from './quiet.js';
import { RecordedRequests } from './recorded-requests.js';
import { giveTraceId } from './trace-ids.js';

/** Where the fake listens, whom it knows, and in what it differs from Criipto. */
export interface FakeCriiptoOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** The applications that may use it. More can be added by `register`. */
  readonly clients?: readonly FakeClient[];
  /** Who can log in. @default TEST_PEOPLE */
  readonly people?: readonly Person[];
  /** Pushed authorization requests (RFC 9126). @default 'offered' */
  readonly pushed?: 'offered' | 'required' | 'absent';
  /** Whether callbacks name their issuer (RFC 9207), which Criipto's do not. @default false */
  readonly sendIss?: boolean;
  /** How claims are called: the "JWT format" of the application in the dashboard. @default 'compact' */
  readonly claimNames?: 'compact' | 'uri';
  /** For how many seconds the keys behind a client's `jwksUri` are kept, whatever its `max-age`. @default 0 */
  readonly clientKeysCache?: number;
}

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

  private async serve({
    pushed = 'offered',
    sendIss = false,
    claimNames = 'compact',
    clientKeysCache = 0,
  }: FakeCriiptoOptions): Promise<void> {
    const { ciba, headless } = this;
    const claimsOf = (loginId: string) =>
      this.logins.claimsOf(loginId) ?? ciba.claimsOf(loginId) ?? headless.claimsOf(loginId);
    const provider = await quietly(async () => {
      const oidc = await import('oidc-provider');
      const settings = providerSettings({
        oidc,
        issuer: this.issuer,
        adapter: this.adapter,
        claimsOf,
        pushed,
        ciba,
        clientOf: (clientId) => this.clients.get(clientId),
      });
      const made = new oidc.Provider(this.issuer, settings);
      for (const phones of [ciba, headless]) phones.install(made, oidc.errors);
      return made;
    });
    provider.use((context: KoaContextWithOIDC, next) => this.record(context, next));
    provider.use(giveTraceId);
    dressAsCriipto(provider, {
      sendIss,
      givesRefreshTokens: (clientId) =>
        [...this.clients.values()].some(
          (client) => client.refreshTokens && (clientId ?? client.clientId) === client.clientId,
        ),
      hasUserinfo: (id) => this.clients.get(id)?.userinfo !== 'fromTokenEndpoint',
      claimsOf: claimNames === 'uri' ? (loginId) => withUriNames(claimsOf(loginId)) : claimsOf,
    });
    cacheClientKeys(provider, clientKeysCache);
    takeEitherProof(provider, (clientId) => this.clients.get(clientId));
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

  private async record(context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
    await next();
    const request = {
      method: context.method,
      path: context.path,
      headers: context.headers,
      query: texts(context.query),
      form: texts(context.oidc?.body ?? {}),
      status: context.status,
    };
    this.requests.add(FakeHeadless.received(request));
  }
}

interface ClientKeys {
  /** Seconds since the epoch. */
  freshUntil: number;
}

/** oidc-provider keeps them for a minute at least; a rotation in a test takes less. */
function cacheClientKeys({ Client }: Provider, seconds: number): void {
  const find = Client.find.bind(Client);
  const known = new WeakSet<ClientKeys>();
  Client.find = async (id) => {
    const client = await find(id);
    // Not in the published types: how long the keys behind a jwks_uri are kept.
    const keys = (client as { asymmetricKeyStore?: ClientKeys } | undefined)?.asymmetricKeyStore;
    if (!keys) return client;
    if (seconds === 0) {
      keys.freshUntil = 0; // until they are fetched for this request
    } else if (!known.has(keys)) {
      known.add(keys);
      keepFor(keys, seconds);
    }
    return client;
  };
}

/** From each fetch on, which ends with oidc-provider setting what it thinks right. */
function keepFor(keys: ClientKeys, seconds: number): void {
  let freshUntil = 0;
  Object.defineProperty(keys, 'freshUntil', {
    get: () => freshUntil,
    set: () => {
      freshUntil = Math.floor(Date.now() / 1000) + seconds;
    },
  });
}

function texts(values: object): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
