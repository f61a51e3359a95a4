import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { httpClients } from '../../test/support/http-clients.js';
import type { HttpClient, HttpLimits, HttpRequest } from './http-client.js';

const LIMITS: HttpLimits = { connect: 1, maxBody: 64 * 1024, allowInsecureLoopback: true };
const GET: HttpRequest = { timeout: 5 };
const unreachable = { code: 'provider_unreachable' };

const { listening, client } = httpClients(LIMITS);
const urlOf = async (server: Server): Promise<string> => `http://${await listening(server)}`;

/** Answers on every connection, but dies at the second request on the first one. */
async function dyingProvider(die: (socket: Socket) => unknown) {
  const requests: string[] = [];
  let connections = 0;
  const url = await urlOf(
    createServer((socket) => {
      const isDying = (connections += 1) === 1;
      let answered = 0;
      socket
        .on('error', () => undefined)
        .on('data', (data) => {
          answered += 1;
          if (isDying && answered > 1) {
            die(socket);
            return;
          }
          requests.push(data.toString().split('\r\n\r\n')[1] ?? '');
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        });
    }),
  );
  return { url, requests };
}

const KINDS_OF_DEATH: readonly (readonly [string, (socket: Socket) => unknown])[] = [
  ['was closed', (socket) => socket.destroy()],
  ['was reset', (socket) => socket.resetAndDestroy()],
];
const RESET = (socket: Socket) => socket.resetAndDestroy();

/** Has a connection, which is free for the next request once the answer to this one is done with. */
async function keepOne(http: HttpClient, url: string): Promise<void> {
  await http.send(url, GET);
  await setImmediate();
}

/** A request whose proof is made anew for each attempt. */
function post(more: Partial<HttpRequest> = {}): HttpRequest {
  const anew = async () => ({ body: 'proof=2' });
  return { ...GET, method: 'POST', body: 'proof=1', anew, ...more };
}

describe('HttpClient keeps a connection that nobody uses', () => {
  it('for no longer than it wants to, whatever the provider would allow', async () => {
    const sockets = new Set<Socket>();
    const url = await urlOf(
      createHttpServer(({ socket }, response) => {
        sockets.add(socket);
        response.setHeader('Keep-Alive', 'timeout=600').end();
      }),
    );
    const http = client({ kept: 0.05 });
    await http.send(url, GET);
    const [socket] = sockets;
    if (socket && !socket.closed) await once(socket, 'close');
    await http.send(url, GET);
    expect(sockets.size).toBe(2);
  });

  it('for less, where the provider keeps it for less', async () => {
    const sockets = new Set<Socket>();
    const url = await urlOf(
      createHttpServer(({ socket }, response) => {
        sockets.add(socket);
        response.setHeader('Keep-Alive', 'timeout=1').end();
      }),
    );
    const http = client();
    await http.send(url, GET);
    await http.send(url, GET);
    expect(sockets.size).toBe(2);
  });
});

describe.each(KINDS_OF_DEATH)('HttpClient, whose kept connection %s,', (_how, die) => {
  it('gets once more what it asked for', async () => {
    const { url } = await dyingProvider(die);
    const http = client();
    await keepOne(http, url);
    expect((await http.send(url, GET)).body.toString()).toBe('ok');
  });

  it('posts once more, with a new proof', async () => {
    const { url, requests } = await dyingProvider(die);
    const http = client();
    await keepOne(http, url);
    await http.send(url, post());
    expect(requests).toEqual(['', 'proof=2']);
  });

  it('does not post again what cannot be made anew', async () => {
    const { url } = await dyingProvider(die);
    const http = client();
    await keepOne(http, url);
    const sent = http.send(url, { ...GET, method: 'POST', body: 'proof=1' });
    await expect(sent).rejects.toMatchObject(unreachable);
  });

  it('tries once more, and no more than that', async () => {
    let attempts = 0;
    const url = await urlOf(
      createServer((socket) =>
        socket
          .on('error', () => undefined)
          .on('data', () => {
            attempts += 1;
            die(socket);
          }),
      ),
    );
    await expect(client().send(url, GET)).rejects.toMatchObject(unreachable);
    expect(attempts).toBe(2);
  });
});

describe('HttpClient, with what must not arrive twice,', () => {
  it('posts once more where nobody was there any more', async () => {
    const { url, requests } = await dyingProvider(RESET);
    const http = client();
    await keepOne(http, url);
    await http.send(url, post({ once: true }));
    expect(requests).toEqual(['', 'proof=2']);
  });

  it('does not where somebody may have read it before they hung up', async () => {
    const { url } = await dyingProvider((socket) => socket.destroy());
    const http = client();
    await keepOne(http, url);
    await expect(http.send(url, post({ once: true }))).rejects.toMatchObject(unreachable);
  });

  it('does not where the connection was a new one', async () => {
    let asked = 0;
    const url = await urlOf(
      createServer((socket) =>
        socket.once('data', () => {
          asked += 1;
          socket.resetAndDestroy();
        }),
      ),
    );
    await expect(client().send(url, post({ once: true }))).rejects.toMatchObject(unreachable);
    expect(asked).toBe(1);
  });

  it('does not where an answer had begun', async () => {
    const { url } = await dyingProvider((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', () => socket.resetAndDestroy()),
    );
    const http = client();
    await keepOne(http, url);
    await expect(http.send(url, post({ once: true }))).rejects.toMatchObject(unreachable);
  });
});
