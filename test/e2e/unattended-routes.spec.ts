import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  HttpException,
  type INestApplication,
  Injectable,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AuthEventMap,
  AuthEvents,
  Clock,
  CriiptoAuthModule,
  InMemoryStore,
  KeyProvider,
  SystemClock,
} from 'nestjs-criipto-auth';

import { FakeClock } from '../support/fake-clock.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, SESSION_SECRET, testOptions, type TestApp } from '../support/test-app.js';

const JWKS = '/.well-known/jwks.json';
const LOGOUTS = '/auth/backchannel-logout';

interface NodeResponse {
  statusCode: number;
  end(): void;
}

/** What stands before our routes, and refuses as it is told. */
class Doors implements CanActivate {
  guard: number | undefined;
  middleware: number | undefined;

  canActivate(_context: ExecutionContext): boolean {
    if (this.guard === 403) throw new ForbiddenException();
    if (this.guard !== undefined) throw new HttpException('no', this.guard);
    return true;
  }

  readonly use = (_request: unknown, response: NodeResponse, next: () => void): void => {
    if (this.middleware === undefined) return next();
    response.statusCode = this.middleware;
    response.end();
  };
}

describe.each(HTTP_ADAPTERS)('a refusal that nobody sees, on %s', (_name, adapter) => {
  const start = appsOn(adapter);
  const doors = new Doors();
  const clock = new FakeClock();
  const told: AuthEventMap['route.refused'][] = [];
  let app: TestApp;
  beforeAll(async () => {
    app = await start({
      providers: [{ provide: APP_GUARD, useValue: doors }],
      options: {
        session: { secret: SESSION_SECRET, store: new InMemoryStore(new SystemClock()) },
      },
      extras: { routes: { backchannelLogout: true } },
      build: (builder) => builder.overrideProvider(Clock).useValue(clock),
      prepare: (nest) => nest.use(doors.use),
    });
    app.app.get(AuthEvents).on('route.refused', (refusal) => told.push(refusal));
  });
  beforeEach(() => {
    doors.guard = undefined;
    doors.middleware = undefined;
    told.length = 0;
    app.log.clear();
    clock.advance(600);
  });
  const ask = async (path: string, method = 'GET'): Promise<void> => {
    await (await fetch(app.url + path, { method })).text();
  };

  it.each([401, 403, 429])('is told of when a guard refuses our JWKS: %s', async (status) => {
    doors.guard = status;
    await ask(`${JWKS}?a`);
    expect(told).toEqual([{ route: 'jwks', status }]);
    expect(app.log.text).toContain(
      `warn GET ${JWKS} was answered with ${status}: the provider cannot read our public keys`,
    );
    expect(app.log.text).toContain('`routesMetadata`');
  });

  it.each([
    [JWKS, 'GET', 'jwks'],
    [JWKS, 'HEAD', 'jwks'],
    [`${JWKS.toUpperCase()}/`, 'GET', 'jwks'],
    [LOGOUTS, 'POST', 'backchannelLogout'],
  ])('is told of when something refuses before Nest: %s by %s', async (path, method, route) => {
    doors.middleware = 429;
    await ask(path, method);
    expect(told).toEqual([{ route, status: 429 }]);
    expect(app.log.text).toContain(' was answered with 429: the provider cannot ');
  });

  it('is told of each time, and logged now and then', async () => {
    doors.guard = 429;
    for (let count = 0; count < 5; count += 1) await ask(JWKS);
    expect(told).toHaveLength(5);
    const lines = (): number => app.log.text.split('was answered with').length - 1;
    expect(lines()).toBe(2);
    clock.advance(61);
    await ask(JWKS);
    expect(lines()).toBe(3);
  });

  it('is logged, however often strangers had another route refused', async () => {
    doors.middleware = 429;
    for (let count = 0; count < 5; count += 1) await ask(LOGOUTS, 'POST');
    await ask(JWKS);
    expect(app.log.text).toContain(`GET ${JWKS} was answered with 429`);
  });

  it('is none where people see it, or the caller is wrong', async () => {
    await ask(JWKS);
    await ask(JWKS, 'POST'); // 405
    await ask(LOGOUTS, 'POST'); // 400, without a token
    await ask(LOGOUTS); // 405
    doors.guard = 403;
    await ask('/auth/login');
    await ask('/missing');
    expect(told).toEqual([]);
    expect(app.log.text).not.toContain('was answered with');
  });

  it('is told of when our keys cannot be had', async () => {
    @Injectable()
    class NoKeys extends KeyProvider {
      signer(): never {
        throw new Error('away');
      }
      publicKeys(): never {
        throw new Error('away');
      }
    }
    const keyless = await start({
      build: (builder) => builder.overrideProvider(KeyProvider).useClass(NoKeys),
    });
    await fetch(keyless.url + JWKS);
    expect(keyless.log.text).toMatch(/was answered with 503: [^`]*$/m);
    expect(told).toEqual([]); // each application tells of its own
  });

  it('is told of where the application is mounted within another', async () => {
    const inner = await Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot(testOptions('http://127.0.0.1:1', 'http://localhost:3000/app')),
      ],
      providers: [{ provide: APP_GUARD, useValue: doors }],
    }).compile();
    const nest = inner.createNestApplication(adapter(), { logger: false });
    const refusals: unknown[] = [];
    nest.get(AuthEvents).on('route.refused', (refusal) => refusals.push(refusal));
    await nest.init();
    const handle = await handlerOf(nest);
    // As Express does with a router.
    const outer = createServer((request, response) => {
      const { url = '' } = request;
      handle(Object.assign(request, { originalUrl: url, url: url.slice('/app'.length) }), response);
    });
    await new Promise<void>((resolve) => outer.listen(0, '127.0.0.1', resolve));
    const { port } = outer.address() as AddressInfo; // it listens on a port
    doors.guard = 429;
    const answer = await fetch(`http://127.0.0.1:${port}/app${JWKS}`);
    expect([answer.status, refusals]).toEqual([429, [{ route: 'jwks', status: 429 }]]);
    outer.close();
    outer.closeAllConnections();
    await nest.close();
  });
});

/** What handles a request without a server of the application's own: Express's application, or Fastify's routing. */
async function handlerOf(app: INestApplication): Promise<RequestListener> {
  const instance = app.getHttpAdapter().getInstance() as RequestListener & {
    ready?(): Promise<void>;
    routing?: RequestListener;
  }; // of either
  await instance.ready?.();
  return instance.routing ?? instance;
}
