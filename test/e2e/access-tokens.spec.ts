import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, type INestApplication, UseGuards } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  AccessToken,
  type AuthEventMap,
  AuthEvents,
  ClientAssertionService,
  Clock,
  CriiptoAuthGuard,
  CriiptoAuthModule,
  InMemoryStore,
  KeyProvider,
  type KeyValueStore,
  OptionalAuth,
  ResolvedOptions,
  SystemClock,
} from 'nestjs-criipto-auth';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { LogLines } from '../support/log-lines.js';
import { privateJwk } from '../support/private-keys.js';
import { SHARED_SERVERS, type SharedServer } from '../support/shared-servers.js';
import { appsOn, SESSION_SECRET, type TestApp, testOptions } from '../support/test-app.js';

const PRIVATE_KEY = privateJwk('P-256');
/** Of access tokens that are good for two minutes: late enough for a refresh, and for the next one. */
const TWO_MINUTES = 120;

@Controller()
@UseGuards(CriiptoAuthGuard)
class OrdersController {
  constructor(private readonly options: ResolvedOptions) {}

  /** An API of the provider, which judges the token: userinfo. */
  @Get('orders')
  async orders(@AccessToken() token: string) {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${this.options.issuer}/oauth2/userinfo`, { headers });
    return { status: answer.status, token: createHash('sha256').update(token).digest('hex') };
  }

  @Get('me')
  me() {
    return {};
  }

  @Get('home')
  @OptionalAuth()
  home(@AccessToken() token?: string) {
    return { isKnown: token !== undefined };
  }
}

/** The machine's clock, which a test can set ahead. */
class AheadClock extends Clock {
  private ahead = 0;

  now(): number {
    return Date.now() + this.ahead;
  }

  advance(seconds: number): void {
    this.ahead += seconds * 1000;
  }

  reset(): void {
    this.ahead = 0;
  }
}

interface InstanceStores {
  /** For one more instance. */
  readonly store: () => KeyValueStore;
  readonly stop?: SharedServer['stop'];
}

const STORES: readonly (readonly [string, () => Promise<InstanceStores>])[] = [
  ...SHARED_SERVERS,
  [
    'memory',
    async () => {
      const store = new InMemoryStore(new SystemClock());
      return { store: () => store };
    },
  ],
];

const GRID = HTTP_ADAPTERS.flatMap(([adapterName, adapter]) =>
  STORES.map(([storeName, share]) => [adapterName, storeName, adapter, share] as const),
);

describe.each(GRID)('instances on %s whose store is %s', (_adapter, _store, adapter, share) => {
  const start = appsOn(adapter, {
    controllers: [OrdersController],
    client: { refreshTokens: 'rotating' },
  });
  let shared: InstanceStores;
  let clock: AheadClock;
  let instances: readonly TestApp[];
  let one: TestApp;
  const completed: AuthEventMap['refresh.completed'][] = [];
  const failed: AuthEventMap['refresh.failed'][] = [];

  async function instance(store: KeyValueStore, of?: TestApp): Promise<TestApp> {
    const app = await start({
      options: {
        ...(of ? { issuer: of.fake.issuer, baseUrl: of.url } : {}),
        keys: { jwks: JSON.stringify({ keys: [PRIVATE_KEY] }) },
        session: { secret: SESSION_SECRET, store, tokens: true },
        idToken: { clockTolerance: 300 },
      },
      build: (builder) =>
        builder
          .overrideProvider(Clock)
          .useValue(clock)
          // The provider has no clock but the machine's.
          .overrideProvider(ClientAssertionService)
          .useFactory({
            factory: (options: ResolvedOptions, keys: KeyProvider) =>
              new ClientAssertionService(options, keys, new SystemClock()),
            inject: [ResolvedOptions, KeyProvider],
          }),
    });
    listen(app.app);
    return app;
  }

  function listen(app: INestApplication): void {
    const events = app.get(AuthEvents);
    events.on('refresh.completed', (event) => completed.push(event));
    events.on('refresh.failed', (event) => failed.push(event));
  }

  beforeAll(async () => {
    shared = await share();
    clock = new AheadClock();
    const { store } = shared;
    one = await instance(store());
    instances = [one, await instance(store(), one), await instance(store(), one)];
  }, 60_000);

  afterAll(() => shared.stop?.());

  const orders = (browser: Browser, { url } = one) => browser.fetch(`${url}/orders`);
  const tokenOf = async (answer: Response): Promise<unknown> => {
    expect(answer.status).toBe(200);
    const { status, token } = (await answer.json()) as Record<string, unknown>;
    expect(status).toBe(200); // the provider took it
    return token;
  };
  const refreshes = () =>
    one.fake.requests.of('token').filter(({ form }) => form['grant_type'] === 'refresh_token');

  async function loggedIn(): Promise<Browser> {
    clock.reset();
    const browser = new Browser();
    await one.logIn(browser);
    one.fake.requests.clear();
    completed.length = 0;
    failed.length = 0;
    return browser;
  }

  it('call an API with the token of who is logged in', async () => {
    const [browser, other] = [await loggedIn(), await loggedIn()];
    const tokens = [
      await tokenOf(await orders(browser)),
      await tokenOf(await orders(browser, instances[1])),
      await tokenOf(await orders(other)),
    ];
    expect([new Set(tokens).size, refreshes().length]).toEqual([2, 0]);
    expect(tokens[0]).toBe(tokens[1]);
  });

  it('know no token where nobody is logged in', async () => {
    const answer = await new Browser().fetch(`${one.url}/home`);
    expect(await answer.json()).toEqual({ isKnown: false });
    expect((await orders(new Browser())).status).toBe(401);
  });

  it('refresh once, for fifty requests to three instances', async () => {
    const browser = await loggedIn();
    const before = await tokenOf(await orders(browser));
    clock.advance(TWO_MINUTES);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => orders(browser, instances[index % 3])),
    );
    const tokens = new Set(await Promise.all(answers.map(tokenOf)));
    expect([tokens.size, tokens.has(before)]).toEqual([1, false]);
    expect(refreshes()).toHaveLength(1);
    expect([completed, failed]).toEqual([[{ rotated: true }], []]);
  });

  it('refresh again by what the last refresh brought, wherever that was', async () => {
    const browser = await loggedIn();
    for (const app of instances) {
      clock.advance(TWO_MINUTES);
      await tokenOf(await orders(browser, app));
    }
    const sent = refreshes().map(({ form }) => form['refresh_token']);
    expect([new Set(sent).size, refreshes().map(({ status }) => status)]).toEqual([
      3,
      [200, 200, 200],
    ]);
    const assertions = refreshes().map(({ assertion }) => assertion?.claims['jti']);
    expect(new Set(assertions).size).toBe(3);
  });

  it('end a session whose refresh token was revoked, for all, and once', async () => {
    const browser = await loggedIn();
    one.fake.revokeRefreshTokens();
    clock.advance(TWO_MINUTES);
    const answers = await Promise.all(instances.map((app) => orders(browser, app)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    const pages = await Promise.all(instances.map(({ url }) => browser.fetch(`${url}/me`)));
    expect(pages.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(refreshes()).toHaveLength(1);
    expect(failed).toMatchObject([{ code: 'refresh_rejected', sessionEnded: true }]);
    await one.logIn(browser);
    await tokenOf(await orders(browser));
  });

  it('leave nothing of a session that ends, and no refresh token that is good', async () => {
    const browser = await loggedIn();
    const copy = await browser.copy();
    await browser.navigate(`${one.url}/auth/logout`, { method: 'POST' });
    expect((await orders(copy)).status).toBe(401);
    expect(one.fake.requests.of('revocation').map(({ status }) => status)).toEqual([200]);
  });

  it('show no token to a browser or in a log', async () => {
    const browser = await loggedIn();
    clock.advance(TWO_MINUTES);
    const answer = await orders(browser);
    const [refresh] = refreshes();
    const secret = refresh?.form['refresh_token'] ?? '';
    const shown = [
      ...instances.map(({ log }) => log.text),
      JSON.stringify([...answer.headers]),
      await answer.text(),
      JSON.stringify(await browser.cookies(one.url)),
    ].join('\n');
    expect(secret).toMatch(/^[\w-]{20,}$/);
    expect(shown).not.toContain(secret);
    expect(shown).not.toMatch(/eyJ[\w-]{10,}\./);
  });
});

describe.each(HTTP_ADAPTERS)('an application on %s', (_name, adapter) => {
  const start = appsOn(adapter);
  const session = () => ({
    secret: SESSION_SECRET,
    store: new InMemoryStore(new SystemClock()),
  });

  it('does not start with @AccessToken() and without session.tokens', async () => {
    const options = testOptions('https://acme.criipto.id', 'https://app.example.com');
    const builder = Test.createTestingModule({
      imports: [CriiptoAuthModule.forRoot({ ...options, session: session() })],
      controllers: [OrdersController],
    }).setLogger(new LogLines());
    await expect(builder.compile()).rejects.toThrow('`@AccessToken()` needs `session.tokens`');
  });

  it('keeps the token of a login that brings no refresh token', async () => {
    const app = await start({
      controllers: [OrdersController],
      options: { session: { ...session(), tokens: true } },
    });
    const browser = new Browser();
    await app.logIn(browser);
    expect(await (await browser.fetch(`${app.url}/orders`)).json()).toMatchObject({ status: 200 });
  });
});
