import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { CriiptoAuthModule, type CriiptoUser } from 'nestjs-criipto-auth';
import { FakeCriipto } from 'nestjs-criipto-auth/testing';

import { freePort } from '../support/free-port.js';
import { publicJwk } from '../support/private-keys.js';
import { selfSigned } from '../support/self-signed.js';
import { CLIENT_ID, testOptions } from '../support/test-app.js';
import { BankController } from './bank.controller.js';

export type Adapter = 'Express' | 'Fastify';

export interface BrowsedAppOptions {
  readonly adapter: Adapter;
  readonly scheme: 'https' | 'http';
  readonly responseMode: 'query' | 'form_post';
}

const CERTIFICATE = selfSigned(1);
/** Longer than two clicks are apart. */
const SLOW_MS = 300;

/** An application to browse, the fake that it logs in at, and a page of another site. */
export class BrowsedApp {
  /** Whether `mapUser` takes its time, as an application's database may. */
  static isSlow = false;

  private constructor(
    readonly url: string,
    readonly fake: FakeCriipto,
    /** Shows the HTML that is in its query. */
    readonly foreign: string,
    private readonly app: INestApplication,
    private readonly foreignServer: Server,
  ) {}

  static async start({ adapter, scheme, responseMode }: BrowsedAppOptions): Promise<BrowsedApp> {
    const port = await freePort();
    const url = `${scheme}://localhost:${port}`;
    // `export` writes every member that its kind of key has.
    const key = publicJwk('rsa', { use: 'sig', alg: 'RS256' }) as JWK;
    const fake = await FakeCriipto.start({
      log: false,
      clients: [
        {
          clientId: CLIENT_ID,
          redirectUris: [`${url}/auth/callback`],
          postLogoutRedirectUris: [`${url}/auth/logged-out`],
          jwks: { keys: [{ ...key, kid: await calculateJwkThumbprint(key) }] },
        },
      ],
    });
    const module = await Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot({
          ...testOptions(fake.issuer, url),
          login: { responseMode },
          mapUser: async (user: CriiptoUser) => {
            if (BrowsedApp.isSlow) await setTimeout(SLOW_MS);
            return user;
          },
        }),
      ],
      controllers: [BankController],
    }).compile();
    const https = scheme === 'https' ? CERTIFICATE : undefined;
    const app =
      adapter === 'Express'
        ? module.createNestApplication(new ExpressAdapter(), {
            logger: false,
            ...(https ? { httpsOptions: https } : {}),
          })
        : module.createNestApplication(new FastifyAdapter(https ? { https } : {}), {
            logger: false,
          });
    await app.listen(port, 'localhost');
    const [foreign, foreignServer] = await startForeignSite();
    return new BrowsedApp(url, fake, foreign, app, foreignServer);
  }

  /** Everywhere that a person may have been. */
  get places(): readonly string[] {
    return [`${this.fake.issuer}/nowhere`, `${this.url}/`];
  }

  /** The address of a page of another site. */
  pageElsewhere(html: string): string {
    return `${this.foreign}?${new URLSearchParams({ html }).toString()}`;
  }

  async stop(): Promise<void> {
    this.foreignServer.close();
    this.foreignServer.closeAllConnections();
    const closed = this.app.close();
    // A browser keeps some open in case it needs them.
    const server: Server = this.app.getHttpServer();
    server.closeAllConnections();
    await closed;
    await this.fake.stop();
  }
}

/** On another host than `localhost`. */
async function startForeignSite(): Promise<readonly [url: string, server: Server]> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>Elsewhere</title>${searchParams.get('html') ?? ''}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // of a server that listens on a port
  return [`http://127.0.0.1:${port}/`, server];
}
