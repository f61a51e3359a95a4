import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, createServer as createServer2 } from 'node:http2';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { AnswerCookies } from './answer-cookies.js';
import { isNodeResponse, type NodeResponse } from './node-response.js';

const NEEDED = 'session=new';
const DISPENSABLE = 'seen=now';

let answer: (response: ServerResponse) => void;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((_request, response) => answer(response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // of TCP, as just said
});

afterAll(() => {
  server.close();
});

/** As it is known to be. */
function nodeResponse(response: object): NodeResponse {
  if (isNodeResponse(response)) return response;
  throw new TypeError('Node made no such response');
}

/** What is seen of an answer to which we gave these cookies before somebody else answered. */
async function seen(
  cookies: readonly string[],
  others: (response: ServerResponse) => void,
): Promise<{ caching: string | null; cookies: readonly string[]; response: Response }> {
  answer = (response) => {
    for (const one of cookies) {
      new AnswerCookies(nodeResponse(response)).add(one, one === DISPENSABLE);
      response.appendHeader('Set-Cookie', one);
    }
    others(response);
    response.end();
  };
  const response = await fetch(url);
  return {
    caching: response.headers.get('cache-control'),
    cookies: response.headers.getSetCookie(),
    response,
  };
}

const says = (cacheControl: string | string[]) => (response: ServerResponse) =>
  response.setHeader('Cache-Control', cacheControl);

describe('AnswerCookies', () => {
  it.each(['private, max-age=60', 'no-store', 'NO-STORE', 'no-cache, private'])(
    'stay in an answer for one user: %s',
    async (cacheControl) => {
      const { caching, cookies } = await seen([NEEDED, DISPENSABLE], says(cacheControl));
      expect([caching, cookies]).toEqual([cacheControl, [NEEDED, DISPENSABLE]]);
    },
  );

  it('make an answer private of which nobody says anything', async () => {
    for (const cookie of [NEEDED, DISPENSABLE]) {
      const { caching, cookies } = await seen([cookie], () => undefined);
      expect([caching, cookies]).toEqual(['private, no-cache', [cookie]]);
    }
  });

  it('are left out of a shared answer, if they can wait', async () => {
    const { caching, cookies } = await seen([DISPENSABLE], says('max-age=60'));
    expect([caching, cookies]).toEqual(['max-age=60', []]);
  });

  it('have nobody keep it, if they cannot', async () => {
    const { caching, cookies } = await seen([NEEDED], says(['public', 'max-age=60']));
    expect([caching, cookies]).toEqual(['no-store', [NEEDED]]);
  });

  it.each([[[NEEDED, DISPENSABLE]], [[DISPENSABLE, NEEDED]]])(
    'never leave in a shared answer, of both kinds: %p',
    async (both) => {
      const { caching, cookies } = await seen(both, says('public'));
      expect(caching).toBe('no-store');
      expect(cookies).toContain(NEEDED);
    },
  );

  it('leave the cookies of others alone', async () => {
    const { cookies } = await seen([DISPENSABLE], (response) => {
      response.appendHeader('Set-Cookie', 'a=1');
      response.writeHead(200, { 'cache-control': 'public' });
    });
    expect(cookies).toEqual(['a=1']);
  });

  it('leave an answer alone out of which somebody took them', async () => {
    const { caching, cookies } = await seen([NEEDED], (response) => {
      response.removeHeader('Set-Cookie');
      response.setHeader('Cache-Control', 'public');
    });
    expect([caching, cookies]).toEqual(['public', []]);
    const unsaid = await seen([NEEDED], (response) => response.removeHeader('Set-Cookie'));
    expect(unsaid.caching).toBeNull();
  });

  it.each<[string, unknown[]]>([
    [
      'an object',
      [{ 'Cache-Control': 'public', 'X-Own': '1', 'Set-Cookie': ['b=2', DISPENSABLE] }],
    ],
    [
      'a reason and an object',
      ['OK', { 'Cache-Control': 'public', 'X-Own': '1', 'Set-Cookie': 'b=2' }],
    ],
    ['names and values in turn', [['Cache-Control', 'public', 'X-Own', '1', 'Set-Cookie', 'b=2']]],
  ])('are seen among headers that are passed as %s', async (_form, parts) => {
    const { cookies, caching, response } = await seen([DISPENSABLE], (outgoing) => {
      nodeResponse(outgoing).writeHead(200, ...parts);
    });
    expect([caching, cookies, response.headers.get('x-own')]).toEqual(['public', ['b=2'], '1']);
  });

  it('see what is passed last, not what was set before', async () => {
    const { caching, cookies } = await seen([DISPENSABLE], (response) => {
      response.setHeader('Cache-Control', 'private');
      response.writeHead(200, ['Cache-Control', 'public', 'Cache-Control', 'max-age=60']);
    });
    expect(cookies).toEqual([]);
    expect(caching).toContain('public');
  });

  it.each(['0', 'off'])('leave where nginx is told to keep nothing: %s', async (value) => {
    const { cookies } = await seen([DISPENSABLE], (response) => {
      response.setHeader('Cache-Control', 'private');
      response.setHeader('X-Accel-Expires', value);
    });
    expect(cookies).toHaveLength(1);
  });

  it.each([
    ['CDN-Cache-Control', 'max-age=600'],
    ['Surrogate-Control', 'max-age=600'],
    ['Vercel-CDN-Cache-Control', 'max-age=600'],
    ['X-Accel-Expires', '600'],
  ])('stay out of what %s lets networks keep', async (name, value) => {
    const others = (response: ServerResponse) => {
      response.setHeader('Cache-Control', 'private');
      response.setHeader(name, value);
    };
    expect((await seen([DISPENSABLE], others)).cookies).toEqual([]);
    const { caching, response } = await seen([NEEDED], others);
    expect([caching, response.headers.get(name)]).toEqual(['no-store', null]);
  });

  it.each([
    [NEEDED, 'no-store', [NEEDED]],
    [DISPENSABLE, 'public', []],
  ])('hear a middleware that has its say last: %s', async (cookie, expected, left) => {
    answer = (outgoing) => {
      const response = nodeResponse(outgoing);
      const writeHead = response.writeHead.bind(response);
      response.writeHead = (...parts) => {
        response.setHeader('Cache-Control', 'public');
        return writeHead(...parts);
      };
      new AnswerCookies(response).add(cookie, cookie === DISPENSABLE);
      response.setHeader('Set-Cookie', cookie);
      outgoing.end();
    };
    const { headers } = await fetch(url);
    expect([headers.get('cache-control'), headers.getSetCookie()]).toEqual([expected, left]);
  });

  it('are kept from shared caches by HTTP/2 as well', async () => {
    const secondServer = createServer2((_request, response) => {
      new AnswerCookies(nodeResponse(response)).add(NEEDED, false);
      response.setHeader('Set-Cookie', NEEDED);
      response.writeHead(200, { 'Cache-Control': 'public' });
      response.end();
    });
    await once(secondServer.listen(0, '127.0.0.1'), 'listening');
    const { port } = secondServer.address() as AddressInfo; // of TCP
    const client = connect(`http://127.0.0.1:${port}`);
    const [headers] = await once(client.request({ ':path': '/' }), 'response');
    client.close();
    secondServer.close();
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'set-cookie': [NEEDED] });
  });
});
