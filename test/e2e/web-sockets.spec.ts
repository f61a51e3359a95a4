import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';

import { type INestApplication, Injectable } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CriiptoAuthGuard } from 'nestjs-criipto-auth';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

@Injectable()
class Gateway {
  message(this: void): void {}
}

/** Opens a socket for whom the guard lets in, as a gateway of Nest asks it. */
function serveSockets(app: INestApplication): void {
  const guard = app.get(CriiptoAuthGuard);
  const server = app.getHttpServer() as NodeJS.EventEmitter; // Node's own, whatever the adapter
  server.on('upgrade', (upgradeReq: IncomingMessage, socket: Duplex) => {
    const context = new ExecutionContextHost([{ upgradeReq }], Gateway, Gateway.prototype.message);
    context.setType('ws');
    void guard.canActivate(context).then((isIn) => {
      const status = isIn ? '101 Switching Protocols' : '403 Forbidden';
      return socket.end(`HTTP/1.1 ${status}\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n`);
    });
  });
}

/** The status that answers the handshake of a page, or of what is no browser. */
function handshake(url: string, cookie: string, origin: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening: ClientRequest = request(url, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        cookie,
        ...(origin === undefined ? {} : { origin }),
      },
    });
    const answered = ({ statusCode = 0 }: IncomingMessage): void => resolve(statusCode);
    opening.on('upgrade', answered).on('response', answered).on('error', reject).end();
  });
}

describe.each(HTTP_ADAPTERS)('a WebSocket on %s', (_name, adapter) => {
  const start = appsOn(adapter, { prepare: serveSockets });
  const other = 'https://other.example.com';
  let app: TestApp;
  beforeAll(async () => {
    app = await start();
  });

  async function loggedInAt(at: TestApp): Promise<string> {
    const browser = new Browser();
    await at.logIn(browser);
    return browser.jar.getCookieString(at.url);
  }

  it('has the session where a page of ours opens it, or no page at all', async () => {
    const cookie = await loggedInAt(app);
    expect(await handshake(app.url, cookie, app.url)).toBe(101);
    expect(await handshake(app.url, cookie, undefined)).toBe(101);
    expect(await handshake(app.url, '', app.url)).toBe(403);
  });

  it.each([other, 'null', 'http://localhost'])(
    'has none where a page at %s does',
    async (origin) => {
      expect(await handshake(app.url, await loggedInAt(app), origin)).toBe(403);
    },
  );

  it('has it where pages of that origin are let in, and then of no other', async () => {
    const lenient = await start({ options: { webSocketOrigins: [other] } });
    const cookie = await loggedInAt(lenient);
    expect(await handshake(lenient.url, cookie, other)).toBe(101);
    expect(await handshake(lenient.url, cookie, lenient.url)).toBe(403);
  });
});
