import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { Module, type Type } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, createClient } from 'graphql-ws';
import { Clock, CriiptoAuthModule, Timer } from 'nestjs-criipto-auth';
import { WebSocket } from 'ws';

import { importBlock } from '../docs/import-block.js';
import { Browser } from '../support/browser.js';
import { FakeClock } from '../support/fake-clock.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { headersOf, type Opener } from '../support/socket-client.js';
import { appsOn, type TestApp } from '../support/test-app.js';
import { TickTimer } from '../support/tick-timer.js';

const PAGE = 'docs/cookbook/graphql.md';
const FREJA = 'Freja Prøvesen';
const ORDERS = 'subscription { orders }';

/** As the page has them. */
interface Orders {
  readonly OrdersModule: Type;
  readonly OrdersResolver: Type;
}
interface Context {
  readonly context: (...args: unknown[]) => object;
}

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

let OrdersModule: Type;
let OrdersResolver: Type;
let replyContext: Context['context'];

beforeAll(async () => {
  ({ OrdersModule, OrdersResolver } = (await importBlock(PAGE, 'src/orders.module.ts')) as Orders);
  ({ context: replyContext } = (await importBlock(PAGE, 'src/graphql-context.ts')) as Context);
});

/** An operation as a page sends it over HTTP. */
async function ask(app: TestApp, browser: Browser, query: string) {
  const json = JSON.stringify({ query });
  const response = await browser.fetch(`${app.url}/graphql`, { method: 'POST', json });
  return { response, ...((await response.json()) as Answer) };
}

const codesOf = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions?.code);

/** The client of graphql-ws, in a page or in what is no browser. */
class Page {
  private readonly client: Client;
  /** The code that its socket was closed with. */
  readonly closed: Promise<number>;

  constructor(url: string, opener: Opener) {
    class OpenedBy extends WebSocket {
      constructor(address: string, protocols: string | string[]) {
        super(address, protocols, { headers: headersOf(opener) });
      }
    }
    this.client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: OpenedBy,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => undefined,
    });
    this.closed = new Promise((resolve) => {
      this.client.on('closed', (event) => resolve((event as { readonly code: number }).code));
    });
  }

  ask(query: string): AsyncIterableIterator<Answer> {
    return this.client.iterate({ query }) as AsyncIterableIterator<Answer>;
  }

  /** The one answer to a query. */
  async once(query: string): Promise<Answer> {
    const { value } = (await this.ask(query).next()) as { readonly value: Answer };
    return value;
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }
}

describe.each(HTTP_ADAPTERS)('GraphQL on %s', (name, adapter) => {
  const timer = new TickTimer();
  const clock = new FakeClock(Date.now());
  const start = appsOn(adapter, {
    options: { login: { acrValues: 'urn:grn:authn:dk:mitid:high' } },
    build: (builder) =>
      builder.overrideProvider(Timer).useValue(timer).overrideProvider(Clock).useValue(clock),
  });
  let browser: Browser;
  let pages: Page[] = [];

  beforeEach(() => {
    clock.advance((Date.now() - clock.now()) / 1000); // the provider's
    browser = new Browser();
  });

  afterEach(async () => {
    for (const page of pages) await page.close();
    pages = [];
  });

  const open = (app: TestApp, opener: Opener): Page => {
    const page = new Page(app.url, opener);
    pages.push(page);
    return page;
  };
  const ours = async (app: TestApp): Promise<Opener> => ({
    cookie: await browser.jar.getCookieString(app.url),
    origin: app.url,
  });

  describe('as the cookbook has it', () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await start({
        imports: (options) => [CriiptoAuthModule.forRoot(options), OrdersModule],
      });
    });
    beforeEach(() => app.logIn(browser));

    it('knows who is logged in, over HTTP and over a socket', async () => {
      const page = open(app, await ours(app));
      expect(await ask(app, browser, '{ me }')).toMatchObject({ data: { me: FREJA } });
      expect(await page.once('{ me }')).toEqual({ data: { me: FREJA } });
    });

    it('leaves it to Apollo what caches keep', async () => {
      const { response } = await ask(app, browser, '{ me }');
      expect(response.headers.get('cache-control')).toBe('no-store');
    });

    it('refuses who is not', async () => {
      expect(codesOf(await ask(app, new Browser(), '{ me }'))).toEqual(['UNAUTHENTICATED']);
    });

    it('asks for a stronger login where a rule does', async () => {
      const page = open(app, await ours(app));
      expect((await page.once('mutation { pay }')).errors).toBeUndefined();
      clock.advance(400);
      expect(codesOf(await ask(app, browser, 'mutation { pay }'))).toEqual(['UNAUTHENTICATED']);
      expect((await page.once('mutation { pay }')).errors).toHaveLength(1);
    });

    it('tells a subscriber what happens', async () => {
      const page = open(app, await ours(app));
      const first = page.ask(ORDERS).next();
      await subscribed(page);
      await ask(app, browser, 'mutation { order(item: "tea") }');
      expect((await first).value).toEqual({ data: { orders: 'tea' } });
    });

    it('lets nobody else connect', async () => {
      expect(await open(app, { origin: app.url }).closed).toBe(4403);
    });

    it('lets no page elsewhere connect', async () => {
      const opener = await ours(app);
      expect(await open(app, { ...opener, origin: 'https://other.example.com' }).closed).toBe(4403);
    });

    it('tells nothing more once the user has logged out', async () => {
      const page = open(app, await ours(app));
      const next = page
        .ask(ORDERS)
        .next()
        .catch((closing: unknown) => closing);
      await subscribed(page);
      await browser.fetch(`${app.url}/auth/logout`, { method: 'POST' });
      await app.logIn(browser);
      await ask(app, browser, 'mutation { order(item: "tea") }');
      expect(await next).toMatchObject({ code: 4403 });
      expect(await page.closed).toBe(4403);
    });

    it('closes within a minute when the session is over by itself', async () => {
      const page = open(app, await ours(app));
      await subscribed(page);
      clock.advance(30 * 60);
      timer.tick();
      expect(await page.closed).toBe(4403);
      expect(new Set(timer.waits)).toEqual(new Set([60]));
    });

    /** Messages of a socket are handled in their order. */
    async function subscribed(page: Page): Promise<void> {
      await page.once('{ me }');
    }
  });

  describe('without a helper', () => {
    let app: TestApp;
    beforeAll(async () => {
      @Module({
        imports: [
          GraphQLModule.forRoot<ApolloDriverConfig>({
            driver: ApolloDriver,
            autoSchemaFile: true,
            subscriptions: { 'graphql-ws': true },
            plugins: [ApolloServerPluginCacheControlDisabled()],
            ...(name === 'Fastify' ? { context: replyContext } : {}),
          }),
        ],
        providers: [OrdersResolver],
      })
      class PlainModule {}
      app = await start({
        imports: (options) => [CriiptoAuthModule.forRoot(options), PlainModule],
      });
    });
    beforeEach(() => app.logIn(browser));

    it('knows who asks over a socket', async () => {
      expect(await open(app, await ours(app)).once('{ me }')).toEqual({ data: { me: FREJA } });
    });

    it('refuses who is not logged in, and whoever a page elsewhere brings', async () => {
      const { cookie = '' } = await ours(app);
      for (const opener of [{}, { cookie, origin: 'https://other.example.com' }])
        expect((await open(app, opener).once('{ me }')).errors).toHaveLength(1);
    });

    it('says that an answer is for one user', async () => {
      const { response } = await ask(app, browser, '{ me again: me }');
      expect(response.headers.get('cache-control')).toBe('private, no-cache');
    });

    it('does so too where nobody is logged in', async () => {
      const { response } = await ask(app, new Browser(), '{ me }');
      expect(response.headers.get('cache-control')).toBe('private, no-cache');
    });

    it('renews a session once an operation', async () => {
      clock.advance(61);
      const { response } = await ask(app, browser, '{ me again: me third: me }');
      expect(response.headers.getSetCookie()).toEqual([
        expect.stringMatching(/^criipto-seen-[\w-]+=.+/) as unknown,
      ]);
      clock.advance(30 * 60 - 1);
      expect(await ask(app, browser, '{ me }')).toMatchObject({ data: { me: FREJA } });
    });
  });
});
