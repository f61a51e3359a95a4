import { EventEmitter, once } from 'node:events';
import type { IncomingMessage } from 'node:http';

import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { eidClaims } from '../../test/support/eid-claims.js';
import { FaultyStore } from '../../test/support/faulty-store.js';
import { LogLines } from '../../test/support/log-lines.js';
import { TickTimer } from '../../test/support/tick-timer.js';
import { SECRET } from '../../test/support/written-options.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import { callerOf } from '../http/caller.js';
import { type LoginBasis, noteBasis } from '../session/login-basis.js';
import { WebSocketSessions } from './web-socket-sessions.service.js';

/** A socket that is open until somebody closes it. */
class Socket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  /** What it was closed with. */
  code: number | undefined;

  close(code: number): void {
    this.code ??= code;
    this.readyState = 3;
    this.emit('close');
  }
}

let application: Application;
let timer: TickTimer;
let sockets: WebSocketSessions;
let log: LogLines;

beforeEach(async () => {
  log = new LogLines();
  Logger.overrideLogger(log);
  await begin();
});

afterEach(async () => {
  Logger.overrideLogger(new ConsoleLogger());
  await stopApplications();
});

async function begin(options: Parameters<typeof startApplication>[0] = {}): Promise<void> {
  application = await startApplication({
    login: { acrValues: 'urn:grn:authn:dk:mitid:high' },
    ...options,
  });
  timer = new TickTimer();
  sockets = new WebSocketSessions(application.sessions, application.options, timer);
}

/** A browser after a login. */
async function loggedIn(madeFor: LoginBasis['madeFor'] = 'login'): Promise<BrowserCookies> {
  const { options, clock, sessions } = application;
  const context = { issuer: options.issuer, authenticatedAt: new Date(clock.now()) };
  const user = toCriiptoUser({ ...eidClaims.mitid }, context);
  noteBasis(user, { madeFor });
  const browser = new BrowserCookies();
  await sessions.create(application.cookiesOf(browser), user);
  return browser;
}

/** The handshake of a browser after a login. */
const handshake = async (madeFor?: LoginBasis['madeFor']): Promise<IncomingMessage> =>
  handshakeOf(await loggedIn(madeFor));

const handshakeOf = (browser: BrowserCookies): IncomingMessage =>
  requestWith({ cookie: browser.carrier().header('cookie') ?? '' });

/** Of which nothing but the headers is looked at. */
const requestWith = (headers: object) => ({ headers }) as IncomingMessage;

describe('WebSocketSessions', () => {
  it('admits who is logged in, and tells who it is', async () => {
    const socket = new Socket();
    expect(await sockets.admit(socket, await handshake())).toMatchObject({
      user: { eid: 'mitid' },
    });
    expect([socket.code, timer.waits]).toEqual([undefined, [60]]);
  });

  it('has guards know the handshake before it knows who it is', async () => {
    const [socket, request] = [new Socket(), await handshake()];
    void sockets.admit(socket, request);
    const context = { getType: () => 'ws', getArgs: () => [socket] };
    expect(callerOf(context)?.headers).toBe(request.headers);
  });

  it('closes on who is not', async () => {
    const socket = new Socket();
    expect(await sockets.admit(socket, requestWith({}))).toBeUndefined();
    expect(socket.code).toBe(1008);
  });

  it('closes on a page of another origin, and says so to whoever looks', async () => {
    const socket = new Socket();
    const { headers } = await handshake();
    const request = requestWith({ ...headers, origin: 'https://other.example.com' });
    expect(await sockets.admit(socket, request)).toBeUndefined();
    expect(socket.code).toBe(1008);
    expect(log.text).toContain('https://other.example.com');
  });

  it('closes on a login that counts at one rule alone', async () => {
    const socket = new Socket();
    expect(await sockets.admit(socket, await handshake('rule'))).toBeUndefined();
    expect(socket.code).toBe(1008);
  });

  it('leaves those to the guards where anybody may come, and closes when that is over', async () => {
    const [socket, nobody] = [new Socket(), new Socket()];
    const options = { optional: true };
    expect(await sockets.admit(socket, await handshake('rule'), options)).toBeUndefined();
    expect(await sockets.admit(nobody, requestWith({}), options)).toBeUndefined();
    expect([socket.code, nobody.code, timer.size]).toEqual([undefined, undefined, 1]);
    application.clock.advance(application.options.session.idle);
    timer.tick();
    await once(socket, 'close');
    expect([socket.code, nobody.code]).toEqual([1008, undefined]);
  });

  it('closes at once when the session ends here', async () => {
    const [socket, browser] = [new Socket(), await loggedIn()];
    await sockets.admit(socket, handshakeOf(browser));
    await application.sessions.end(application.cookiesOf(browser));
    expect([socket.code, timer.size]).toEqual([1008, 0]);
  });

  it('looks once a minute, for as long as the session lasts and the socket is open', async () => {
    const socket = new Socket();
    await sockets.admit(socket, await handshake());
    timer.tick();
    await new Promise(setImmediate);
    expect([socket.code, timer.waits, timer.size]).toEqual([undefined, [60, 60], 1]);
    socket.close(1000);
    expect(timer.size).toBe(0);
  });

  it('does not wait for a socket that closed meanwhile', async () => {
    const [socket, request] = [new Socket(), await handshake()];
    const admission = sockets.admit(socket, request);
    socket.close(1001);
    await admission;
    expect(timer.waits).toEqual([]);
  });

  it('closes for now while the store is away, and never rejects', async () => {
    const store = new FaultyStore();
    await begin({ session: { secret: SECRET, store } });
    const [socket, later, request] = [new Socket(), new Socket(), await handshake()];
    await sockets.admit(socket, request);
    store.failAll();
    expect(await sockets.admit(later, request, { optional: true })).toBeUndefined();
    timer.tick();
    await once(socket, 'close');
    expect([socket.code, later.code]).toEqual([1013, 1013]);
  });

  describe('for graphql-ws', () => {
    const connect = (
      socket: Socket,
      request: IncomingMessage,
      options?: { readonly optional?: boolean },
    ) => sockets.graphqlWs(options).onConnect({ extra: { socket, request } });

    it('lets who is logged in connect, and gives nothing away', async () => {
      expect(await connect(new Socket(), await handshake())).toBe(true);
    });

    it('lets nobody else', async () => {
      const socket = new Socket();
      expect(await connect(socket, requestWith({}))).toBe(false);
      expect(socket.code).toBe(4403);
    });

    it('lets anybody where they may', async () => {
      expect(await connect(new Socket(), requestWith({}), { optional: true })).toBe(true);
    });
  });
});
