import { type IncomingMessage, request, type ServerResponse } from 'node:http';

import { All, Controller, type INestApplication, Module, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { HTTP_ADAPTERS } from '../../test/support/http-adapters.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { HttpExchange } from './http-exchange.js';
import { HttpExchanges } from './http-exchange.provider.js';

/** What a test does with the exchange that its request makes. */
let handle: (exchange: HttpExchange) => unknown = () => undefined;

@Controller()
class ExchangeController {
  constructor(private readonly exchanges: HttpExchanges) {}

  @All('here')
  async handle(@Req() incoming: unknown, @Res() outgoing: unknown): Promise<void> {
    await handle(this.exchanges.of(incoming, outgoing));
  }

  @All('raw')
  answerOnNode(
    @Req() incoming: unknown,
    @Res() outgoing: ServerResponse & { raw?: ServerResponse },
  ) {
    this.exchanges.of(incoming, outgoing).appendHeader('Set-Cookie', 'a=1');
    (outgoing.raw ?? outgoing).end();
  }

  @All('own')
  async handleOwn(@Req() incoming: unknown, @Res() outgoing: unknown): Promise<void> {
    await handle(this.exchanges.ofOwnRoute(incoming, outgoing));
  }
}

@Module({ controllers: [ExchangeController], providers: [HttpExchanges] })
class ExchangeModule {}

/** Sends a request and returns what the exchange said of it. */
async function seen<T>(url: string, look: (exchange: HttpExchange) => T, init: RequestInit = {}) {
  const looked = new Promise<Awaited<T>>((resolve, reject) => {
    handle = async (exchange) => {
      try {
        resolve(await look(exchange));
      } catch (error) {
        // The test, not the server, asks what went wrong.
        reject(error);
      }
      exchange.send(204);
    };
  });
  const [result] = await Promise.all([looked, fetch(url, init)]);
  return result;
}

async function answered(url: string, answer: (exchange: HttpExchange) => void): Promise<Response> {
  handle = answer;
  return fetch(url);
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe.each(HTTP_ADAPTERS)('HttpExchange on %s', (_name, adapter) => {
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    app = await NestFactory.create(ExchangeModule, adapter(), { logger: false });
    app.use((incoming: IncomingMessage, outgoing: ServerResponse, next: () => void) => {
      if (incoming.url?.endsWith('?cookie')) outgoing.setHeader('Set-Cookie', 'middleware=1');
      next();
    });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterAll(() => app.close());

  it('has method, path and query as they were sent', async () => {
    const line = await seen(`${url}/here?c=%2F&c=2`, ({ method, url: path }) => [method, path], {
      method: 'PUT',
    });
    expect(line).toEqual(['PUT', '/here?c=%2F&c=2']);
  });

  it('has the headers, by lower-case name', async () => {
    const headers = { 'X-Requested-With': 'fetch' };
    const look = (exchange: HttpExchange) => [
      exchange.header('x-requested-with'),
      exchange.header('x-other'),
    ];
    expect(await seen(`${url}/here`, look, { headers })).toEqual(['fetch', undefined]);
  });

  it('joins the cookies of several headers', async () => {
    const cookie = new Promise<string | undefined>((resolve) => {
      handle = (exchange) => {
        resolve(exchange.header('cookie'));
        exchange.send(204);
      };
    });
    request(`${url}/here`, { headers: { cookie: ['a=1', 'b=2'] } }).end();
    expect(await cookie).toBe('a=1; b=2');
  });

  it('has the fields of a form, and each that was sent twice, twice', async () => {
    const form = await seen(`${url}/here`, (exchange) => exchange.form(), {
      method: 'POST',
      headers: FORM,
      body: 'code=a%20b&state=1&state=2',
    });
    expect([...form]).toEqual([
      ['code', 'a b'],
      ['state', '1'],
      ['state', '2'],
    ]);
  });

  it('has the fields of JSON as they would be in a form, unusable where they are no text', async () => {
    const form = await seen(`${url}/here`, (exchange) => exchange.form(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'a', state: ['1', 2], iss: { a: 1 } }),
    });
    expect([form.getAll('code'), form.getAll('state'), form.getAll('iss')]).toEqual([
      ['a'],
      ['1', ''],
      [''],
    ]);
  });

  it('takes no field in a list of its own for the field', async () => {
    const form = await seen(`${url}/here`, (exchange) => exchange.form(), {
      method: 'POST',
      headers: FORM,
      body: 'state[]=1',
    });
    expect(form.get('state')).not.toBe('1');
  });

  it('sends status, headers and body', async () => {
    const response = await answered(`${url}/here`, (exchange) => {
      exchange.setHeader('Content-Type', 'application/jwk-set+json');
      exchange.send(202, '{"ø":1}');
    });
    expect(response.status).toBe(202);
    expect(response.headers.get('content-type')).toBe('application/jwk-set+json');
    expect(await response.text()).toBe('{"ø":1}');
  });

  it('sends a status alone', async () => {
    const response = await answered(`${url}/here`, (exchange) => exchange.send(304));
    expect(response.status).toBe(304);
    expect(await response.text()).toBe('');
  });

  it.each(['here', 'own'])('keeps the cookies that were set before: %s', async (path) => {
    const response = await answered(`${url}/${path}`, (exchange) => {
      exchange.appendHeader('Set-Cookie', 'a=1');
      exchange.appendHeader('Set-Cookie', 'b=2');
      exchange.appendHeader('Set-Cookie', 'c=3');
      exchange.send(200);
    });
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2', 'c=3']);
  });

  it.each(['here', 'own'])('keeps the cookies of a middleware: %s', async (path) => {
    const response = await answered(`${url}/${path}?cookie`, (exchange) => {
      exchange.appendHeader('Set-Cookie', 'a=1');
      exchange.appendHeader('Set-Cookie', 'b=2');
      exchange.send(200);
    });
    expect(response.headers.getSetCookie()).toEqual(['middleware=1', 'a=1', 'b=2']);
  });

  it('sets cookies also where a handler answers on the response of Node itself', async () => {
    const response = await fetch(`${url}/raw`);
    expect(response.headers.getSetCookie()).toEqual(['a=1']);
  });

  it('has other headers beside each other as well', async () => {
    const response = await answered(`${url}/own`, (exchange) => {
      exchange.appendHeader('Link', '</a>');
      exchange.appendHeader('Link', '</b>');
      exchange.send(200);
    });
    expect(response.headers.get('link')).toBe('</a>, </b>');
  });
});

describe('HttpExchange on Express without a body parser', () => {
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    app = await NestFactory.create(ExchangeModule, { bodyParser: false, logger: false });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterAll(() => app.close());

  it('reads the form itself', async () => {
    const form = await seen(`${url}/here`, (exchange) => exchange.form(), {
      method: 'POST',
      headers: FORM,
      body: 'code=a%20b&state=1&state=2',
    });
    expect([form.get('code'), form.getAll('state')]).toEqual(['a b', ['1', '2']]);
  });

  it.each([
    ['{"code":"a","state":["1","2"]}', ['a', ['1', '2']]],
    ['{"code":', [null, []]],
    ['[]', [null, []]],
  ])('reads JSON itself: %s', async (body, expected) => {
    const form = await seen(`${url}/here`, (exchange) => exchange.form(), {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
    });
    expect([form.get('code'), form.getAll('state')]).toEqual(expected);
  });

  it('refuses a form that is too large', async () => {
    const read = (exchange: HttpExchange) =>
      exchange.form().catch((error: unknown) => (error as CriiptoAuthError).code);
    const code = await seen(`${url}/here`, read, {
      method: 'POST',
      headers: FORM,
      body: `code=${'a'.repeat(64 * 1024)}`,
    });
    expect(code).toBe('callback_malformed');
  });
});
