import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  HttpException,
  HttpStatus,
  Module,
  type Type,
} from '@nestjs/common';
import { APP_FILTER, BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  CriiptoAuthError,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  SessionService,
  UserRefusedError,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp, type TestAppOptions } from '../support/test-app.js';

/** As Nest's documentation catches everything. */
@Catch()
class CatchEverythingFilter implements ExceptionFilter {
  constructor(private readonly httpAdapterHost: HttpAdapterHost) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const { httpAdapter } = this.httpAdapterHost;
    const http = host.switchToHttp();
    const statusCode =
      exception instanceof HttpException ? exception.getStatus() : HttpStatus.INTERNAL_SERVER_ERROR;
    const path: unknown = httpAdapter.getRequestUrl(http.getRequest());
    httpAdapter.reply(http.getResponse(), { statusCode, path }, statusCode);
  }
}

/** One that extends Nest's own, whatever else it does. */
@Catch()
class AllExceptionsFilter extends BaseExceptionFilter {}

/** What an application writes for our errors alone. */
@Catch(CriiptoAuthError)
class OurErrorsFilter implements ExceptionFilter<CriiptoAuthError> {
  constructor(private readonly httpAdapterHost: HttpAdapterHost) {}

  catch({ code, status }: CriiptoAuthError, host: ArgumentsHost): void {
    const response: unknown = host.switchToHttp().getResponse();
    this.httpAdapterHost.httpAdapter.reply(response, { mine: code }, status);
  }
}

/** Errors of ours beyond our own routes: of a service, and the application's own. */
@Controller()
class ThrowingController {
  constructor(private readonly sessions: SessionService) {}

  @Get('sessions')
  sessionsOf() {
    return this.sessions.list({ issuer: 'https://acme.criipto.id', sub: 'user-1' });
  }

  @Get('members')
  members() {
    throw new UserRefusedError('no_member');
  }
}

type Registration = (filter: Type<ExceptionFilter>) => Omit<TestAppOptions, 'adapter'>;

function moduleWith(filter: Type<ExceptionFilter>): Type {
  @Module({ providers: [{ provide: APP_FILTER, useClass: filter }] })
  class FilterModule {}
  return FilterModule;
}

const forRoot = (options: CriiptoAuthOptions) => CriiptoAuthModule.forRoot(options);

const REGISTRATIONS: readonly (readonly [string, Registration])[] = [
  [
    'by useGlobalFilters()',
    (filter) => ({
      providers: [filter],
      prepare: (app) => app.useGlobalFilters(app.get(filter)),
    }),
  ],
  [
    'by APP_FILTER in a module before ours',
    (filter) => ({ imports: (options) => [moduleWith(filter), forRoot(options)] }),
  ],
  [
    'by APP_FILTER in a module after ours',
    (filter) => ({ imports: (options) => [forRoot(options), moduleWith(filter)] }),
  ],
];

const CASES = HTTP_ADAPTERS.flatMap(([name, adapter]) =>
  REGISTRATIONS.map(([how, register]) => ({ how, name, adapter, register })),
);
const STACK = /\n\s+at /;

const settings: Omit<TestAppOptions, 'adapter'> = {
  controllers: [ThrowingController],
  options: {
    login: { cancelledPath: '/cancelled' },
    mapUser: ({ name }) => {
      if (name === 'Mads Testgaard') throw new UserRefusedError('no_account');
      return { name };
    },
  },
};

describe.each(CASES)("the application's filter $how on $name", ({ adapter, register }) => {
  const start = appsOn(adapter, settings);
  const ask = async (url: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await new Browser().fetch(url, { headers });
    const body: unknown = await response.json();
    return { status: response.status, body };
  };

  describe('that catches everything', () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await start(register(CatchEverythingFilter));
    });

    it.each([
      ['a callback with nothing', '/auth/callback', 400],
      ['a callback that nobody waits for', '/auth/callback?code=c&state=s', 400],
      ['an error of a service', '/sessions', 500],
      ["a refusal of the application's own", '/members', 403],
    ])('answers %s with its status', async (_what, path, status) => {
      expect(await ask(app.url + path)).toEqual({ status, body: { statusCode: status, path } });
    });

    it('answers 403 to a user whom the application refuses', async () => {
      const refused = await app.logIn(new Browser(), { person: 'dk-mads' });
      expect(refused.status).toBe(403);
    });

    it('lets a cancelled login go on where the application wants it', async () => {
      const browser = new Browser();
      const begin = await browser.navigate(`${app.url}/auth/login`);
      const { url } = await app.fake.approve(locationOf(begin), { cancel: true });
      expect(locationOf(await browser.navigate(url))).toBe(`${app.url}/cancelled`);
    });

    it('lets an application have the URL of the provider', async () => {
      const { status, body } = await ask(`${app.url}/auth/login`, { accept: 'application/json' });
      expect([status, body]).toEqual([200, { authorizationUrl: expect.any(String) }]);
    });
  });

  describe("that extends Nest's own", () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await start(register(AllExceptionsFilter));
    });

    it.each([
      ['a callback with nothing', '/auth/callback', 400, 'Continue where you began'],
      ['an error of a service', '/sessions', 500, 'Login failed'],
      ["a refusal of the application's own", '/members', 403, 'You cannot use this service'],
    ])('answers %s with its title, and logs no stack', async (_what, path, status, message) => {
      app.log.clear();
      expect(await ask(app.url + path)).toEqual({
        status,
        body: { statusCode: status, message, correlationId: expect.any(String) },
      });
      expect(app.log.everything).not.toMatch(STACK);
    });
  });

  describe('for our errors', () => {
    it('is asked first', async () => {
      const app = await start(register(OurErrorsFilter));
      expect([
        await ask(`${app.url}/auth/callback`),
        await ask(`${app.url}/members`),
        await ask(`${app.url}/elsewhere`),
      ]).toMatchObject([
        { status: 400, body: { mine: 'callback_empty' } },
        { status: 403, body: { mine: 'user_refused' } },
        { status: 404, body: { statusCode: 404 } },
      ]);
    });
  });
});
