import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Agent, ProxyAgent } from 'undici';

import { ConnectProxy } from '../../test/support/connect-proxy.js';
import { HttpClient, type HttpLimits, type HttpRequest } from './http-client.js';

const LIMITS: HttpLimits = { connect: 1, maxBody: 1024, allowInsecureLoopback: true };
const GET: HttpRequest = { timeout: 5 };

let proxy: ConnectProxy;
let provider: Server;
let url: string;
let answer: RequestListener;
const opened: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  proxy = await ConnectProxy.start();
  provider = createServer((request, response) => answer(request, response));
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
  url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`; // of a TCP server
});

beforeEach(() => {
  answer = (_request, response) => response.end('ok');
  proxy.tunnels.length = 0;
  proxy.credentials.length = 0;
  proxy.status = 200;
});

afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));

afterAll(async () => {
  provider.closeAllConnections();
  provider.close();
  await proxy.stop();
});

function client(limits: Partial<HttpLimits> = {}): HttpClient {
  const http = new HttpClient({ ...LIMITS, ...limits });
  opened.push(http);
  return http;
}

function own<T extends { close(): Promise<unknown> }>(dispatcher: T): T {
  opened.push(dispatcher);
  return dispatcher;
}

describe("HttpClient, with the application's own dispatcher,", () => {
  it('sends everything by it', async () => {
    const http = client({ dispatcher: own(new ProxyAgent(proxy.url)) });
    expect((await http.send(url, GET)).body.toString()).toBe('ok');
    expect(proxy.tunnels).toEqual([new URL(url).host]);
  });

  it('goes by no variable', async () => {
    await withEnvironment({ NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url }, async () => {
      await client({ dispatcher: own(new Agent()) }).send(url, GET);
    });
    expect(proxy.tunnels).toEqual([]);
  });

  it('reads no more than http.maxBody', async () => {
    answer = (_request, response) => response.end(Buffer.alloc(LIMITS.maxBody + 1));
    const sent = client({ dispatcher: own(new Agent()) }).send(url, GET);
    await expect(sent).rejects.toMatchObject({ code: 'provider_response_invalid' });
  });

  it('waits no longer than for the whole of a request', async () => {
    answer = () => undefined;
    const sent = client({ dispatcher: own(new Agent()) }).send(url, { timeout: 0.05 });
    await expect(sent).rejects.toMatchObject({ code: 'provider_timeout' });
  });

  it('leaves it open, and sends nothing any more, once it is closed itself', async () => {
    const dispatcher = own(new Agent());
    const http = client({ dispatcher });
    await http.send(url, GET);
    await http.close();
    await expect(http.send(url, GET)).rejects.toMatchObject({ code: 'provider_unreachable' });
    expect(dispatcher.destroyed).toBe(false);
  });

  it('ends what is under way when it is abandoned, and leaves it open', async () => {
    const dispatcher = own(new Agent());
    const http = client({ dispatcher });
    const asked = new Promise<void>((resolve) => (answer = () => resolve()));
    const sent = http.send(url, GET);
    await asked;
    await Promise.all([
      http.abandon(),
      expect(sent).rejects.toMatchObject({ code: 'provider_unreachable' }),
    ]);
    expect(dispatcher.destroyed).toBe(false);
  });

  it('takes what it throws for a provider that could not be reached', async () => {
    class Refusing extends Agent {
      override dispatch(): boolean {
        throw new TypeError('hidden');
      }
    }
    const error = client({ dispatcher: own(new Refusing()) }).send(url, GET);
    await expect(error).rejects.toMatchObject({
      code: 'provider_unreachable',
      message: `${url} could not be reached (TypeError)`,
    });
  });
});

describe('HttpClient, where NODE_USE_ENV_PROXY is set,', () => {
  const sendWith = (environment: Readonly<Record<string, string>>) =>
    withEnvironment({ NODE_USE_ENV_PROXY: '1', ...environment }, () => client().send(url, GET));

  it('goes through the proxy that the variables name', async () => {
    const { body } = await sendWith({ HTTP_PROXY: proxy.url });
    expect(body.toString()).toBe('ok');
    expect(proxy.tunnels).toEqual([new URL(url).host]);
  });

  it('shows the proxy who it is', async () => {
    const { host } = new URL(proxy.url);
    await sendWith({ HTTP_PROXY: `http://user:pass@${host}` });
    expect(proxy.credentials).toEqual([`Basic ${btoa('user:pass')}`]);
  });

  it.each(['127.0.0.1', '*', 'example.com,127.0.0.1'])(
    'goes straight where NO_PROXY is %s',
    async (noProxy) => {
      await sendWith({ HTTP_PROXY: proxy.url, NO_PROXY: noProxy });
      expect(proxy.tunnels).toEqual([]);
    },
  );

  it('goes straight where it is set and no proxy is', async () => {
    expect((await sendWith({})).body.toString()).toBe('ok');
  });

  it('says which way it went when that proxy lets nobody through', async () => {
    proxy.status = 403;
    await expect(sendWith({ HTTP_PROXY: proxy.url })).rejects.toMatchObject({
      code: 'provider_unreachable',
      message: expect.stringMatching(/\(\w+\): NODE_USE_ENV_PROXY is set.*Check the proxy/),
    });
  });

  it('does not take a proxy whose name nobody knows for a wrong `domain`', async () => {
    const sent = sendWith({ HTTP_PROXY: `http://${'a'.repeat(64)}.example:3128` });
    await expect(sent).rejects.toMatchObject({ message: expect.not.stringContaining('`domain`') });
  });
});

describe('HttpClient, where NODE_USE_ENV_PROXY is not set,', () => {
  it.each<Readonly<Record<string, string>>>([{}, { NODE_USE_ENV_PROXY: '0' }])(
    'goes straight: %p',
    async (environment) => {
      await withEnvironment({ HTTP_PROXY: proxy.url, ...environment }, () =>
        client().send(url, GET),
      );
      expect(proxy.tunnels).toEqual([]);
    },
  );
});

const NAMES = ['NODE_USE_ENV_PROXY', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'] as const;

/** With these variables and none of the others, as they were before afterwards. */
async function withEnvironment<T>(
  environment: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  for (const name of NAMES) delete process.env[name];
  Object.assign(process.env, environment);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
