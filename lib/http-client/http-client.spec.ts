import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { inspect } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import { httpClients } from '../../test/support/http-clients.js';
import { selfSigned } from '../../test/support/self-signed.js';
import { HttpClient, type HttpLimits, type HttpRequest } from './http-client.js';

const MAX_BODY = 64 * 1024;
const LIMITS: HttpLimits = { connect: 1, maxBody: MAX_BODY, allowInsecureLoopback: true };
const GET: HttpRequest = { timeout: 5 };
const SOON: HttpRequest = { timeout: 0.05 };

const { listening, client, end } = httpClients(LIMITS);

async function provider(answer: RequestListener): Promise<string> {
  return `http://${await listening(createServer(answer))}`;
}

/** Answers by hand, below what node:http would let through. */
async function rawProvider(answer: (socket: Socket) => void): Promise<string> {
  return `http://${await listening(createTcpServer((socket) => socket.once('data', () => answer(socket))))}`;
}

describe('HttpClient sends', () => {
  it('GET, unless told otherwise', async () => {
    const url = await provider(({ method, url: path }, response) =>
      response.end(`${method} ${path}`),
    );
    const { body } = await client().send(`${url}/jwks?a=b`, GET);
    expect(body.toString()).toBe('GET /jwks?a=b');
  });

  it('each request where it belongs, however many places there are', async () => {
    const url = await provider(({ url: path }, response) => response.end(path));
    const http = client();
    const paths = Array.from({ length: 100 }, (_, place) => `/${place % 70}`);
    for (const path of paths) expect((await http.send(url + path, GET)).body.toString()).toBe(path);
  });

  it('the body of a POST', async () => {
    const url = await provider((request, response) => {
      response.write(`${request.method} `);
      request.pipe(response);
    });
    const { body } = await client().send(url, { ...GET, method: 'POST', body: 'code=1' });
    expect(body.toString()).toBe('POST code=1');
  });

  it('the given headers, who it is, and the encodings that it understands', async () => {
    let received: IncomingMessage['headers'] = {};
    const url = await provider(({ headers }, response) => {
      received = headers;
      response.end();
    });
    await client().send(url, { ...GET, headers: { accept: 'application/json' } });
    expect(received).toMatchObject({
      accept: 'application/json',
      'accept-encoding': 'gzip, br',
      'user-agent': 'nestjs-criipto-auth',
    });
  });

  it('no cookie that was set before', async () => {
    let cookie: string | undefined = 'none yet';
    const url = await provider(({ headers }, response) => {
      cookie = headers.cookie;
      response.setHeader('Set-Cookie', 'tracker=1').end();
    });
    const http = client();
    await http.send(url, GET);
    await http.send(url, GET);
    expect(cookie).toBeUndefined();
  });

  it('request after request over the same connections', async () => {
    const connections = new Set<Socket>();
    const url = await provider(({ socket }, response) => {
      connections.add(socket);
      response.end();
    });
    const http = client();
    for (let sent = 0; sent < 10; sent += 1) await http.send(url, GET);
    // The pool opens a second one when the first is not quite free yet.
    expect(connections.size).toBeLessThanOrEqual(2);
  });
});

describe('HttpClient returns', () => {
  it('status, headers and body', async () => {
    const url = await provider((_request, response) =>
      response.writeHead(201, { 'Content-Type': 'application/json' }).end('{}'),
    );
    const response = await client().send(url, GET);
    expect(response.status).toBe(201);
    expect(response.header('content-type')).toBe('application/json');
    expect(response.header('etag')).toBeUndefined();
    expect(response.body.toString()).toBe('{}');
  });

  it('the answer itself, not one that was provisional', async () => {
    const url = await provider((_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' }, () =>
        response.writeHead(200, { 'x-it': 'self' }).end('here'),
      );
    });
    const { status, header, body } = await client().send(url, GET);
    expect([status, header('x-it'), header('link'), body.toString()]).toEqual([
      200,
      'self',
      undefined,
      'here',
    ]);
  });

  it('the first of a header that was sent twice', async () => {
    const url = await provider((_request, response) =>
      response
        .writeHead(
          200,
          [
            ['X-Trace', 'one'],
            ['X-Trace', 'two'],
          ].flat(),
        )
        .end(),
    );
    expect((await client().send(url, GET)).header('x-trace')).toBe('one');
  });

  it.each([401, 403, 404, 429, 500, 503])('a refusal (%d) as it is', async (status) => {
    const url = await provider((_request, response) => response.writeHead(status).end());
    const response = await client().send(url, GET);
    expect(response.status).toBe(status);
    expect(response.body).toHaveLength(0);
  });

  it.each([301, 302, 303, 307, 308])('a redirection (%d) without following it', async (status) => {
    const paths: (string | undefined)[] = [];
    const url = await provider((request, response) => {
      paths.push(request.url);
      response.writeHead(status, { Location: '/elsewhere' }).end();
    });
    const response = await client().send(`${url}/token`, { ...GET, method: 'POST', body: 'a=b' });
    expect(response.status).toBe(status);
    expect(paths).toEqual(['/token']);
  });

  it.each<[string, (body: string) => Buffer]>([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['GZIP', gzipSync],
    ['x-gzip', gzipSync],
    ['identity', (body) => Buffer.from(body)],
  ])('the content of a body in %s', async (encoding, encode) => {
    const url = await provider((_request, response) =>
      response.setHeader('Content-Encoding', encoding).end(encode('{"a":1}')),
    );
    expect((await client().send(url, GET)).body.toString()).toBe('{"a":1}');
  });

  it('a body that is exactly as large as is allowed', async () => {
    const url = await provider((_request, response) => response.end(Buffer.alloc(MAX_BODY)));
    expect((await client().send(url, GET)).body).toHaveLength(MAX_BODY);
  });

  it('content that is exactly as large as is allowed', async () => {
    const url = await provider((_request, response) =>
      response.setHeader('Content-Encoding', 'gzip').end(gzipSync(Buffer.alloc(MAX_BODY))),
    );
    expect((await client().send(url, GET)).body).toHaveLength(MAX_BODY);
  });
});

describe('HttpClient refuses', () => {
  const invalid = { code: 'provider_response_invalid', retryable: false };

  it('a body that is too large, by what its header says', async () => {
    const url = await provider((_request, response) => response.end(Buffer.alloc(MAX_BODY + 1)));
    await expect(client().send(url, GET)).rejects.toMatchObject(invalid);
  });

  it('a body that never ends', async () => {
    const url = await provider((_request, response) => {
      const flood = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16 * 1024)));
      };
      response.on('drain', flood);
      flood();
    });
    await expect(client().send(url, GET)).rejects.toMatchObject(invalid);
  });

  it.each<[string, (body: Buffer) => Buffer]>([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('a small body in %s that becomes a large one', async (encoding, encode) => {
    const bomb = encode(Buffer.alloc(16 * MAX_BODY));
    expect(bomb.length).toBeLessThan(MAX_BODY);
    const url = await provider((_request, response) =>
      response.setHeader('Content-Encoding', encoding).end(bomb),
    );
    await expect(client().send(url, GET)).rejects.toMatchObject(invalid);
  });

  it.each<[string, Buffer]>([
    ['deflate', deflateSync('{}')],
    ['zstd', Buffer.from('{}')],
    ['gzip, gzip', gzipSync(gzipSync('{}'))],
    ['constructor', Buffer.from('{}')],
    ['__proto__', Buffer.from('{}')],
  ])('a body in %s, which was not asked for', async (encoding, body) => {
    const url = await provider((_request, response) =>
      response.setHeader('Content-Encoding', encoding).end(body),
    );
    await expect(client().send(url, GET)).rejects.toMatchObject(invalid);
  });

  it.each<[string, string, Buffer]>([
    ['gzip', 'is none', Buffer.from('no gzip')],
    ['gzip', 'is cut short', gzipSync('{"a":1}').subarray(0, 20)],
    ['br', 'is none', Buffer.from('no brotli')],
    ['br', 'is cut short', brotliCompressSync('{"a":1}').subarray(0, 6)],
  ])('a body in %s that %s', async (encoding, _what, body) => {
    const url = await provider((_request, response) =>
      response.setHeader('Content-Encoding', encoding).end(body),
    );
    await expect(client().send(url, GET)).rejects.toMatchObject(invalid);
  });

  it('headers that are too large', async () => {
    const url = await rawProvider((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nX-Bomb: ${'a'.repeat(1024 * 1024)}\r\n\r\n`),
    );
    await expect(client().send(url, GET)).rejects.toMatchObject(invalid);
  });

  it.each([
    ['an answer that is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a header with a line break in it', 'HTTP/1.1 200 OK\r\nX-A: b\rc\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ])('%s', async (_what, answer) => {
    const url = await rawProvider((socket) => socket.write(answer));
    await expect(client().send(url, GET)).rejects.toMatchObject(invalid);
  });

  it('http, unless it is allowed', async () => {
    let wasAsked = false;
    const url = await provider((_request, response) => {
      wasAsked = true;
      response.end();
    });
    const sent = client({ allowInsecureLoopback: false }).send(url, GET);
    await expect(sent).rejects.toMatchObject(invalid);
    expect(wasAsked).toBe(false);
  });

  it.each([
    'http://acme.criipto.id',
    'http://localhost.evil.example',
    'http://127.0.0.2',
    'http://169.254.169.254/latest/meta-data',
    'http://0.0.0.0',
    'ftp://localhost/jwks',
    'file:///etc/passwd',
    'data:application/json,{}',
    'no URL',
  ])('%s, which is never allowed', async (url) => {
    await expect(client().send(url, GET)).rejects.toMatchObject(invalid);
  });
});

describe('HttpClient gives up on a provider that', () => {
  const timeout = { code: 'provider_timeout', retryable: true };
  const unreachable = { code: 'provider_unreachable', retryable: true };

  it('never answers', async () => {
    const url = await provider(() => undefined);
    await expect(client().send(url, SOON)).rejects.toMatchObject(timeout);
  });

  it('never ends its answer', async () => {
    const url = await provider((_request, response) => response.write('{'));
    await expect(client().send(url, SOON)).rejects.toMatchObject(timeout);
  });

  it('sends a byte now and then', async () => {
    const url = await provider((_request, response) => {
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    });
    await expect(client().send(url, SOON)).rejects.toMatchObject(timeout);
  });

  it('never finishes to connect', async () => {
    const silent = await listening(createTcpServer(() => undefined));
    const sent = client({ connect: 0.05 }).send(`https://${silent}`, GET);
    await expect(sent).rejects.toMatchObject(timeout);
  });

  it('does not finish to connect before the whole of it has to be done', async () => {
    const silent = await listening(createTcpServer(() => undefined));
    const sent = client({ connect: 0.5 }).send(`https://${silent}`, SOON);
    await expect(sent).rejects.toMatchObject(timeout);
  });

  it('is not there', async () => {
    const url = await provider(() => undefined);
    await end();
    await expect(client().send(url, GET)).rejects.toMatchObject(unreachable);
  });

  it('hangs up at once', async () => {
    const url = await rawProvider((socket) => socket.destroy());
    await expect(client().send(url, GET)).rejects.toMatchObject(unreachable);
  });

  it('hangs up amid its answer', async () => {
    const url = await rawProvider((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{'),
    );
    await expect(client().send(url, GET)).rejects.toMatchObject(unreachable);
  });

  it('has a name that nobody knows', async () => {
    // Longer than a name can be, so that no server is asked for it.
    const sent = client().send(`https://${'a'.repeat(64)}.example`, GET);
    await expect(sent).rejects.toMatchObject(unreachable);
  });

  it.each([
    ['certificate that nobody vouches for', 365],
    ['certificate that nobody vouches for, and that is over', -1],
  ])('has a %s', async (_what, days) => {
    let wasAsked = false;
    const server = createTlsServer(selfSigned(days), (socket) => {
      socket.on('data', () => (wasAsked = true));
    });
    server.on('tlsClientError', () => undefined);
    const sent = client().send(`https://${await listening(server)}`, GET);
    await expect(sent).rejects.toMatchObject(unreachable);
    expect(wasAsked).toBe(false);
  });

  it('speaks http where https is asked for', async () => {
    const url = await provider((_request, response) => response.end());
    const sent = client().send(url.replace('http:', 'https:'), GET);
    await expect(sent).rejects.toMatchObject(unreachable);
  });
});

describe('HttpClient tells', () => {
  it('the origin and the reason, but neither path, query nor body', async () => {
    const url = await provider(() => undefined);
    const request = { ...SOON, method: 'POST', body: 'code=hidden' } as const;
    const error = await client()
      .send(`${url}/hidden?code=hidden`, request)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: `${url} did not answer in time (TimeoutError)` });
    expect(inspect(error)).not.toContain('hidden');
  });
});

describe('HttpClient, where no host has the name that it was given,', () => {
  it('says to check `domain`', async () => {
    // Longer than a name can be, so that no server is asked for it.
    const url = `https://${'a'.repeat(64)}.example`;
    await expect(client().send(url, GET)).rejects.toMatchObject({
      message: `${url} could not be reached (ENOTFOUND): no host has this name. Check \`domain\`, or \`issuer\``,
    });
  });
});

describe('HttpClient, of an answer that is an error,', () => {
  it.each<[string, string, Buffer]>([
    ['gzip', 'nothing', Buffer.alloc(0)],
    ['x-gzip', 'nothing', Buffer.alloc(0)],
    ['gzip', 'no gzip', Buffer.from('no gzip')],
    ['deflate', 'deflate, which was not asked for', deflateSync('{}')],
  ])('gives the status, where its body is labelled %s and is %s', async (encoding, _what, body) => {
    const url = await provider((_request, response) =>
      response.writeHead(503, { 'Content-Encoding': encoding }).end(body),
    );
    const answer = await client().send(url, GET);
    expect([answer.status, answer.body.length]).toEqual([503, 0]);
  });
});

describe('HttpClient#close', () => {
  it('ends the connections, and sends nothing from then on', async () => {
    const url = await provider((_request, response) => response.end());
    const http = new HttpClient(LIMITS);
    await http.send(url, GET);
    await http.close();
    await expect(http.send(url, GET)).rejects.toMatchObject({ code: 'provider_unreachable' });
  });
});

describe('HttpClient#abandon', () => {
  it('ends what is under way, at once', async () => {
    const http = new HttpClient(LIMITS);
    let isAsked = (): void => undefined;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    const url = await provider(() => isAsked());
    const sent = http.send(url, GET);
    await asked;
    await Promise.all([
      http.abandon(),
      expect(sent).rejects.toMatchObject({ code: 'provider_unreachable' }),
    ]);
  });

  it('sends nothing from then on, and leaves nothing to close', async () => {
    const url = await provider((_request, response) => response.end());
    const http = new HttpClient(LIMITS);
    await http.abandon();
    await expect(http.send(url, GET)).rejects.toMatchObject({ code: 'provider_unreachable' });
    await http.close();
  });
});
