import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, fetch as fetchBy } from 'undici';
import type { AbstractHttpAdapter } from '@nestjs/core';

import { Browser, locationOf } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { Nginx } from '../support/nginx.js';
import { ProfileController } from '../support/profile.controller.js';
import { TestApp } from '../support/test-app.js';
import { codeBlocks, page } from './markdown.js';

const [SERVERS = '', BELOW_PATH = ''] = codeBlocks(page('docs/cookbook/nginx.md'), 'nginx').map(
  ({ code }) => code,
);
/** As nginx comes. */
const WITHOUT_BUFFERS = SERVERS.replaceAll(/^ *(?:large_client_header|proxy\w*)_buffer.*$/gm, '');

/** A browser that trusts one certificate more than others do. */
class TrustingBrowser extends Browser {
  constructor(private readonly dispatcher: Agent) {
    super();
  }

  protected override async send(url: string, request: RequestInit): Promise<Response> {
    // Of the same members, by undici's own names of the types.
    const own = { ...request, dispatcher: this.dispatcher } as Parameters<typeof fetchBy>[1];
    return fetchBy(url, own);
  }
}

interface Deployment {
  readonly app: TestApp;
  readonly browser: () => Browser;
  readonly url: string;
  readonly stop: () => Promise<void>;
}

async function deploy(
  adapter: () => AbstractHttpAdapter,
  servers: string,
  path = '',
): Promise<Deployment> {
  const port = await freePort();
  const url = `https://localhost:${port}${path}`;
  const app = await TestApp.start({
    adapter,
    controllers: [ProfileController],
    options: {
      baseUrl: url,
      // A session that fills its cookie
      mapUser: ({ sub }) => ({ sub, roles: 'x'.repeat(2500) }),
    },
    client: {
      redirectUris: [`${url}/auth/callback`],
      postLogoutRedirectUris: [`${url}/auth/logged-out`],
    },
  });
  const nginx = await Nginx.start(servers, { port, upstream: new URL(app.url).host });
  const dispatcher = new Agent({ connect: { ca: nginx.certificate } });
  const stop = async () => {
    await dispatcher.close();
    await nginx.stop();
    await app.stop();
  };
  return { app, url, stop, browser: () => new TrustingBrowser(dispatcher) };
}

async function logIn({ app, url }: Deployment, browser: Browser): Promise<Response> {
  const start = await browser.navigate(`${url}/auth/login?returnTo=/me`);
  const callback = await app.fake.approve(locationOf(start));
  return browser.navigate(callback.url);
}

describe.each(HTTP_ADAPTERS)('Behind nginx, as the cookbook has it, on %s,', (_name, adapter) => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await deploy(adapter, SERVERS);
  }, 30_000);
  afterAll(() => deployment.stop());

  it('a user with a large session logs in, and out', async () => {
    const { url, browser } = deployment;
    const user = browser();
    const back = await logIn(deployment, user);
    expect([back.status, locationOf(back)]).toEqual([303, `${url}/me`]);
    expect((await user.fetch(`${url}/me`)).status).toBe(200);
    expect((await user.cookieNames(url)).every((name) => name.startsWith('__Host-'))).toBe(true);
    const headers = { 'sec-fetch-site': 'same-origin' };
    await user.navigate(`${url}/auth/logout`, { method: 'POST', headers });
    expect((await user.fetch(`${url}/me`)).status).toBe(401);
  });

  it('ten logins under way beside a session are not too many', async () => {
    const { url, browser } = deployment;
    const user = browser();
    await logIn(deployment, user);
    for (let tab = 0; tab < 10; tab += 1) await user.navigate(`${url}/auth/login`);
    expect((await user.fetch(`${url}/me`)).status).toBe(200);
  });

  it('nobody begins logins without end, however the path is written', async () => {
    const { url, browser } = deployment;
    const statuses = await Promise.all(
      Array.from(
        { length: 40 },
        async (_, at) =>
          (await browser().navigate(url + (at < 20 ? '/auth/login' : '/Auth/Login/'))).status,
      ),
    );
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10);
  });
});

describe.each(HTTP_ADAPTERS.slice(0, 1))('Behind nginx, on %s', (_name, adapter) => {
  it('as it comes, a large session does not come through', async () => {
    const deployment = await deploy(adapter, WITHOUT_BUFFERS);
    try {
      expect((await logIn(deployment, deployment.browser())).status).toBe(502);
    } finally {
      await deployment.stop();
    }
  });

  it('an application below a path logs in as it does elsewhere', async () => {
    const servers = SERVERS.replace(/location \/ \{[^}]*\}/, BELOW_PATH);
    const deployment = await deploy(adapter, servers, '/shop');
    try {
      const user = deployment.browser();
      expect(locationOf(await logIn(deployment, user))).toBe(`${deployment.url}/me`);
      expect((await user.fetch(`${deployment.url}/me`)).status).toBe(200);
    } finally {
      await deployment.stop();
    }
  });
});
