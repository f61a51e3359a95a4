import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';

import type { INestApplication, Type } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { CriiptoAuthModule, type CriiptoAuthOptions } from 'nestjs-criipto-auth';
import { FakeCriipto } from 'nestjs-criipto-auth/testing';

import { Browser, locationOf } from './browser.js';
import { type CookieNames, cookieNamesIn } from './cookie-names.js';
import { freePort } from './free-port.js';
import { LogLines } from './log-lines.js';
import { CLIENT_ID, testOptions } from './test-app.js';

/** What stands between browsers and an application below a path. */
export type Front = (path: string, application: RequestListener) => RequestListener;

/** A proxy that takes the path away. */
export const stripping: Front = (path, application) => (request, response) => {
  request.url = below(path, request);
  application(request, response);
};

/** A proxy that leaves the path where it is. */
export const passing: Front = (_path, application) => application;

/** An application of Express around it. */
export const mounting: Front = (path, application) => {
  const outer = new ExpressAdapter();
  outer.use(path, application);
  return outer.getInstance<RequestListener>();
};

/** The URL of a request as it stands below a path. */
export function below(path: string, { url = '' }: { readonly url?: string | undefined }): string {
  const rest = url.slice(path.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

export interface HostedSettings {
  readonly adapter: () => AbstractHttpAdapter;
  readonly front?: Front;
  readonly controllers: Type[];
  readonly options?: Partial<CriiptoAuthOptions>;
  readonly prepare?: (app: INestApplication) => void;
}

/** An application where browsers reach it. */
export class HostedApp {
  constructor(
    readonly app: INestApplication,
    readonly fake: FakeCriipto,
    /** Its `baseUrl`. */
    readonly url: string,
    readonly log: LogLines,
  ) {}

  get cookieNames(): CookieNames {
    return cookieNamesIn(this.app);
  }

  /** Logs in from a page or the login route, and gives the answer of the callback. */
  async logIn(browser: Browser, path = '/auth/login'): Promise<Response> {
    let start = await browser.navigate(this.url + path);
    if (locationOf(start).startsWith(this.url)) start = await browser.navigate(locationOf(start));
    return this.comeBack(browser, start);
  }

  /** Goes on from where a browser is sent to the provider. */
  async comeBack(browser: Browser, start: Response): Promise<Response> {
    const callback = await this.fake.approve(locationOf(start));
    return browser.navigate(callback.url, callback.form ? { form: callback.form } : {});
  }

  async statusOf(browser: Browser, path: string): Promise<number> {
    return (await browser.fetch(this.url + path)).status;
  }

  logOut(browser: Browser): Promise<Response> {
    return browser.navigate(`${this.url}/auth/logout`, { method: 'POST' });
  }
}

/**
 * Applications on one host, each below its path or on its port, with the same client at the same fake and the same
 * secret: nothing but `baseUrl` tells them apart.
 */
export class ApplicationHost {
  readonly apps: HostedApp[] = [];
  private readonly servers: Server[] = [];

  private constructor(private readonly fake: FakeCriipto) {}

  /** @param places path by path; those of the same number are on one port. */
  static async start(
    places: readonly { readonly port: number; readonly path: string }[],
    settings: HostedSettings,
  ): Promise<ApplicationHost> {
    const ports = new Map<number, number>();
    for (const { port } of places) if (!ports.has(port)) ports.set(port, await freePort());
    const at = places.map(({ port, path }) => ({
      path,
      port: ports.get(port) ?? 0,
      url: `http://localhost:${ports.get(port) ?? 0}${path}`,
    }));
    const fake = await FakeCriipto.start({
      log: false,
      clients: [
        {
          clientId: CLIENT_ID,
          redirectUris: at.map(({ url }) => `${url}/auth/callback`),
          postLogoutRedirectUris: at.map(({ url }) => `${url}/auth/logged-out`),
          jwksUri: `${at[0]?.url ?? ''}/.well-known/jwks.json`,
        },
      ],
    });
    const host = new ApplicationHost(fake);
    for (const port of ports.values()) {
      const here = at.filter((place) => place.port === port);
      const listeners = await Promise.all(
        here.map(async ({ path, url }) => ({
          path,
          listener: await host.add(path, url, settings),
        })),
      );
      await host.listen(port, listeners);
    }
    return host;
  }

  async stop(): Promise<void> {
    for (const server of this.servers) server.close().closeAllConnections();
    await Promise.all(this.apps.map(({ app }) => app.close()));
    await this.fake.stop();
  }

  private async add(path: string, url: string, settings: HostedSettings): Promise<RequestListener> {
    const { adapter, controllers, options, prepare, front = passing } = settings;
    const log = new LogLines();
    const module = await Test.createTestingModule({
      imports: [CriiptoAuthModule.forRoot({ ...testOptions(this.fake.issuer, url), ...options })],
      controllers,
    })
      .setLogger(log)
      .compile();
    const app = module.createNestApplication(adapter(), { logger: log });
    prepare?.(app);
    await app.init();
    const instance: unknown = app.getHttpAdapter().getInstance();
    if (isFastify(instance)) await instance.ready();
    this.apps.push(new HostedApp(app, this.fake, url, log));
    const server = app.getHttpServer() as Server; // of every adapter
    return front(path, (request, response) => {
      server.emit('request', request, response);
    });
  }

  private async listen(
    port: number,
    here: readonly { readonly path: string; readonly listener: RequestListener }[],
  ): Promise<void> {
    const server = createServer((request, response) => {
      const found = here.find(({ path }) => request.url?.startsWith(`${path}/`));
      if (found) found.listener(request, response);
      else response.writeHead(404).end();
    });
    this.servers.push(server);
    server.listen(port, 'localhost');
    await once(server, 'listening');
  }
}

function isFastify(instance: unknown): instance is { ready(): PromiseLike<unknown> } {
  return typeof instance === 'object' && instance !== null && 'ready' in instance;
}
