import type { IncomingMessage } from 'node:http';

import { type INestApplication, type Type, UseGuards } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Clock,
  CriiptoAuthGuard,
  CurrentUser,
  OptionalAuth,
  type SessionOwner,
  SessionService,
  Timer,
  type WebSocketClient,
  WebSocketSessions,
} from 'nestjs-criipto-auth';

import { importBlock } from '../docs/import-block.js';
import { Browser } from '../support/browser.js';
import { FakeClock } from '../support/fake-clock.js';
import { FaultyStore } from '../support/faulty-store.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { type Opener, SocketClient } from '../support/socket-client.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';
import { TickTimer } from '../support/tick-timer.js';

const PAGE = 'docs/cookbook/ws.md';
const FREJA = 'Freja Prøvesen';
const REFUSED = { event: 'exception', data: { message: 'Forbidden resource' } };

/** Lets anybody in, and tells who it is. */
@WebSocketGateway({ path: '/open' })
@UseGuards(CriiptoAuthGuard)
class OpenGateway {
  constructor(private readonly sockets: WebSocketSessions) {}

  async handleConnection(client: WebSocketClient, request: IncomingMessage): Promise<void> {
    await this.sockets.admit(client, request, { optional: true });
  }

  @SubscribeMessage('me')
  me(@CurrentUser('name') data: unknown) {
    return { event: 'me', data };
  }

  @OptionalAuth()
  @SubscribeMessage('who')
  who(@CurrentUser('name') name: unknown) {
    return { event: 'who', data: name ?? 'nobody' };
  }
}

/** As the page has them. */
interface Gateway {
  readonly OrdersGateway: Type;
}
interface Welcome {
  readonly data: SessionOwner;
}
interface Main {
  readonly useWebSockets: (app: INestApplication) => void;
}

describe.each(HTTP_ADAPTERS)('a gateway on ws and %s', (_name, adapter) => {
  const start = appsOn(adapter);
  const timer = new TickTimer();
  const store = new FaultyStore();
  let app: TestApp;
  let clock: FakeClock;
  let browser: Browser;
  let opened: SocketClient[] = [];

  beforeAll(async () => {
    const { OrdersGateway } = (await importBlock(PAGE, 'src/orders.gateway.ts')) as Gateway;
    const { useWebSockets } = (await importBlock(PAGE, 'src/main.ts')) as Main;
    clock = new FakeClock(Date.now());
    app = await start({
      providers: [OrdersGateway, OpenGateway],
      options: {
        login: { acrValues: 'urn:grn:authn:dk:mitid:high' },
        session: { secret: SESSION_SECRET, store, idle: 600 },
      },
      build: (builder) =>
        builder.overrideProvider(Timer).useValue(timer).overrideProvider(Clock).useValue(clock),
      prepare: useWebSockets,
    });
  });

  beforeEach(async () => {
    clock.advance((Date.now() - clock.now()) / 1000); // the provider's
    store.fail();
    browser = new Browser();
    await app.logIn(browser);
  });

  afterEach(() => {
    for (const socket of opened) socket.close();
    opened = [];
  });

  const open = (path: string, opener: Opener): SocketClient => {
    const socket = new SocketClient(app.url + path, opener);
    opened.push(socket);
    return socket;
  };
  const ours = async (): Promise<Opener> => ({
    cookie: await browser.jar.getCookieString(app.url),
    origin: app.url,
  });
  /** A socket that was admitted. */
  async function admitted(): Promise<SocketClient> {
    const socket = open('/orders', await ours());
    expect(await socket.next()).toMatchObject({ event: 'welcome' });
    return socket;
  }

  it('knows who is logged in, also at the very first message', async () => {
    const socket = open('/orders', await ours());
    await socket.send('me');
    const came = [await socket.next(), await socket.next()];
    expect(came).toContainEqual({ event: 'me', data: FREJA });
    expect(came).toContainEqual({
      event: 'welcome',
      data: expect.objectContaining({ name: FREJA }) as unknown,
    });
  });

  it('asks for a stronger login where a rule does', async () => {
    const socket = await admitted();
    await socket.send('pay');
    expect(await socket.next()).toMatchObject({ event: 'paid' });
    clock.advance(400);
    await socket.send('pay');
    expect(await socket.next()).toMatchObject(REFUSED);
  });

  it('closes on whoever is not logged in', async () => {
    expect(await open('/orders', { origin: app.url }).closed).toBe(1008);
  });

  it.each(['https://other.example.com', 'null'])('closes on a page at %s', async (origin) => {
    expect(await open('/orders', { ...(await ours()), origin }).closed).toBe(1008);
  });

  it('lets in what is no browser', async () => {
    const { origin: _, ...opener } = await ours();
    const socket = open('/orders', opener);
    expect(await socket.next()).toMatchObject({ event: 'welcome' });
  });

  it('closes at the logout', async () => {
    const socket = await admitted();
    await browser.fetch(`${app.url}/auth/logout`, { method: 'POST' });
    expect(await socket.closed).toBe(1008);
  });

  it('closes when the application ends the session', async () => {
    const socket = open('/orders', await ours());
    const { data } = (await socket.next()) as Welcome;
    await app.app.get(SessionService).revokeAll(data);
    expect(await socket.closed).toBe(1008);
  });

  it('closes within a minute when the session ended elsewhere', async () => {
    const socket = await admitted();
    for (const key of store.content.keys()) await store.take(key);
    timer.tick();
    expect(await socket.closed).toBe(1008);
    expect(new Set(timer.waits)).toEqual(new Set([60]));
  });

  it('closes when the session is over by itself', async () => {
    const socket = await admitted();
    clock.advance(601);
    timer.tick();
    expect(await socket.closed).toBe(1008);
  });

  it('stays open for as long as messages renew the session', async () => {
    const socket = await admitted();
    clock.advance(599);
    await socket.send('me');
    expect(await socket.next()).toEqual({ event: 'me', data: FREJA });
    clock.advance(2);
    timer.tick();
    await socket.send('me');
    expect(await socket.next()).toEqual({ event: 'me', data: FREJA });
  });

  it('closes for a while when nobody can say who it is', async () => {
    const before = await admitted();
    store.failAll();
    timer.tick();
    expect(await before.closed).toBe(1013);
    expect(await open('/orders', await ours()).closed).toBe(1013);
  });

  describe('that lets anybody in', () => {
    it('asks its guards who nobody is', async () => {
      const socket = open('/open', { origin: app.url });
      await socket.send('who');
      expect(await socket.next()).toEqual({ event: 'who', data: 'nobody' });
      await socket.send('me');
      expect(await socket.next()).toMatchObject(REFUSED);
    });

    it('takes who comes from a page elsewhere for nobody', async () => {
      const socket = open('/open', { ...(await ours()), origin: 'https://other.example.com' });
      await socket.send('who');
      expect(await socket.next()).toEqual({ event: 'who', data: 'nobody' });
    });

    it('knows who is logged in, and closes when that is over', async () => {
      const socket = open('/open', await ours());
      await socket.send('who');
      expect(await socket.next()).toEqual({ event: 'who', data: FREJA });
      await browser.fetch(`${app.url}/auth/logout`, { method: 'POST' });
      expect(await socket.closed).toBe(1008);
    });
  });
});
