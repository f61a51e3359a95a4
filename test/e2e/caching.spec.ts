import {
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  ForbiddenException,
  Get,
  Header,
  HttpException,
  NotFoundException,
  type NestInterceptor,
  Req,
  Res,
  StreamableFile,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Clock,
  Cookies,
  CriiptoAuthGuard,
  HttpExchanges,
  OptionalAuth,
  Public,
  RequireAcr,
  ResolvedOptions,
  SessionService,
} from 'nestjs-criipto-auth';
import { tap } from 'rxjs';

import { Browser, NAVIGATION } from '../support/browser.js';
import { FakeClock } from '../support/fake-clock.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';

const SHARED = 'public, max-age=600';
const PAGE = 'private, no-store';
const DATA = 'private, no-cache';

/** What responses of Express and replies of Fastify have in common. */
interface AnyResponse {
  header(name: string, value: string): unknown;
  readonly raw?: NodeResponse;
}

interface NodeResponse {
  setHeader(name: string, value: string): unknown;
  writeHead(status: number, ...rest: unknown[]): unknown;
  end(body: string): void;
}

/** On Express the response is Node's own. */
const nodeResponse = (response: AnyResponse): NodeResponse =>
  response.raw ?? (response as unknown as NodeResponse);

class NobodyGuard implements CanActivate {
  canActivate(): boolean {
    throw new ForbiddenException();
  }
}

/** As an application makes an answer cacheable that a handler gave. */
class SharingInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const response = context.switchToHttp().getResponse<AnyResponse>();
    return next.handle().pipe(tap(() => response.header('Cache-Control', SHARED)));
  }
}

@Catch(HttpException)
class SharingFilter implements ExceptionFilter<HttpException> {
  constructor(private readonly host: HttpAdapterHost) {}

  catch(error: HttpException, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<AnyResponse>();
    response.header('Cache-Control', SHARED);
    this.host.httpAdapter.reply(response, {}, error.getStatus());
  }
}

@Catch(HttpException)
class OwnFilter implements ExceptionFilter<HttpException> {
  constructor(private readonly host: HttpAdapterHost) {}

  catch(error: HttpException, host: ArgumentsHost): void {
    this.host.httpAdapter.reply(host.switchToHttp().getResponse(), {}, error.getStatus());
  }
}

@Controller()
@UseGuards(CriiptoAuthGuard)
class GuardedController {
  @Get('plain')
  plain() {
    return {};
  }

  @Get('stream')
  stream() {
    return new StreamableFile(Buffer.from('{}'));
  }

  @Get('on-node')
  onNode(@Res() response: AnyResponse) {
    nodeResponse(response).end('{}');
  }

  @Get('missing')
  missing() {
    throw new NotFoundException();
  }

  @Get('forbidden')
  @UseGuards(NobodyGuard)
  forbidden() {}

  @Get('filtered')
  @UseGuards(NobodyGuard)
  @UseFilters(OwnFilter)
  filtered() {}

  @Get('optional')
  @OptionalAuth()
  optional() {
    return {};
  }

  @Get('open')
  @Public()
  open() {
    return {};
  }

  @Get('by-header')
  @Header('Cache-Control', SHARED)
  byHeader() {
    return {};
  }

  @Get('by-hand')
  byHand(@Res({ passthrough: true }) response: AnyResponse) {
    response.header('cache-control', SHARED);
    return {};
  }

  @Get('by-interceptor')
  @UseInterceptors(SharingInterceptor)
  byInterceptor() {
    return {};
  }

  @Get('by-filter')
  @UseFilters(SharingFilter)
  byFilter() {
    throw new NotFoundException();
  }

  @Get('of-a-stream')
  @Header('Cache-Control', SHARED)
  ofStream() {
    return new StreamableFile(Buffer.from('{}'));
  }

  @Get('set-on-node')
  setOnNode(@Res() response: AnyResponse) {
    const node = nodeResponse(response);
    node.setHeader('Cache-Control', SHARED);
    node.end('{}');
  }

  @Get('written-at-once')
  writtenAtOnce(@Res() response: AnyResponse) {
    const node = nodeResponse(response);
    node.writeHead(200, { 'cache-control': SHARED });
    node.end('{}');
  }

  @Get('written-with-a-reason')
  writtenWithReason(@Res() response: AnyResponse) {
    const node = nodeResponse(response);
    node.writeHead(200, 'Fine', { 'Cache-Control': SHARED });
    node.end('{}');
  }

  @Get('written-as-a-list')
  writtenAsList(@Res() response: AnyResponse) {
    const node = nodeResponse(response);
    node.writeHead(200, ['Cache-Control', SHARED]);
    node.end('{}');
  }

  @Get('for-the-network')
  @Header('CDN-Cache-Control', 'max-age=600')
  forNetwork() {
    return {};
  }

  @Get('without-a-word')
  withoutWord(@Res({ passthrough: true }) response: AnyResponse) {
    response.header('Cache-Control', '');
    return {};
  }

  @Get('own')
  @Header('Cache-Control', 'private, max-age=5')
  own() {
    return {};
  }

  @Get('cookie')
  @Header('Cache-Control', SHARED)
  cookie(@Res({ passthrough: true }) response: AnyResponse) {
    response.header('Set-Cookie', 'theme=dark');
    return {};
  }

  @Get('high')
  @RequireAcr('urn:grn:authn:dk:mitid:high')
  @UseFilters(SharingFilter)
  high() {}
}

@Controller()
class OwnLogoutController {
  constructor(
    private readonly exchanges: HttpExchanges,
    private readonly sessions: SessionService,
    private readonly options: ResolvedOptions,
  ) {}

  @Get('bye')
  @Header('Cache-Control', SHARED)
  async bye(@Req() request: unknown, @Res({ passthrough: true }) response: unknown) {
    const exchange = this.exchanges.of(request, response);
    await this.sessions.end(new Cookies(exchange, this.options.site));
    return {};
  }
}

const SHARED_WAYS = [
  'by-header',
  'by-hand',
  'by-interceptor',
  'by-filter',
  'of-a-stream',
  'set-on-node',
  'written-at-once',
  'written-with-a-reason',
  'written-as-a-list',
];

const cachingOf = (response: Response) => response.headers.get('cache-control');

describe.each(HTTP_ADAPTERS)('an answer behind the guard on %s', (_name, adapter) => {
  const clock = new FakeClock(Date.now());
  const start = appsOn(adapter, {
    controllers: [GuardedController, OwnLogoutController],
    build: (builder) => builder.overrideProvider(Clock).useValue(clock),
  });
  const session = (cacheControl: string | false) =>
    start({ options: { session: { secret: SESSION_SECRET, cacheControl } } });
  let app: TestApp;
  let browser: Browser;
  beforeAll(async () => {
    app = await start();
  });
  beforeEach(async () => {
    clock.advance((Date.now() - clock.now()) / 1000); // the provider's
    browser = new Browser();
    await app.logIn(browser);
  });
  const ask = (path: string, headers = {}) => browser.fetch(`${app.url}/${path}`, { headers });
  /** When the session has been used for a while. */
  const askLater = (path: string, headers = {}) => {
    clock.advance(61);
    return ask(path, headers);
  };

  describe('is for one user:', () => {
    it.each([
      ['a page', { 'sec-fetch-dest': 'document' }, PAGE],
      ['a page in a frame', { 'sec-fetch-dest': 'iframe' }, PAGE],
      ['a page in an older browser', { accept: 'text/html' }, PAGE],
      ['what a script fetches', { 'sec-fetch-dest': 'empty', accept: 'text/html' }, DATA],
      ['what a program asks for', {}, DATA],
    ])('%s', async (_what, headers, expected) => {
      expect(cachingOf(await ask('plain', headers))).toBe(expected);
    });

    it.each(['stream', 'on-node', 'missing', 'forbidden', 'filtered', 'optional'])(
      'whatever becomes of it: %s',
      async (path) => {
        expect(cachingOf(await ask(path))).toBe(DATA);
        expect(cachingOf(await ask(path, NAVIGATION))).toBe(PAGE);
      },
    );

    it('who is refused', async () => {
      expect(cachingOf(await new Browser().fetch(`${app.url}/plain`))).toBe(DATA);
    });

    it('but not what is public, and not a stranger', async () => {
      expect(cachingOf(await ask('open'))).toBeNull();
      expect(cachingOf(await new Browser().fetch(`${app.url}/optional`))).toBeNull();
    });

    it.each(['by-header', 'own'])('unless the handler says otherwise: %s', async (path) => {
      const expected = path === 'own' ? 'private, max-age=5' : SHARED;
      expect(cachingOf(await ask(path, NAVIGATION))).toBe(expected);
    });

    it('and stays with nobody where nobody may keep anything', async () => {
      const strict = await start({
        prepare: (nest) =>
          nest.use((_request: unknown, response: NodeResponse, next: () => void) => {
            response.setHeader('Cache-Control', 'no-store, max-age=0');
            next();
          }),
      });
      await strict.logIn(browser);
      const response = await browser.fetch(`${strict.url}/plain`);
      expect(cachingOf(response)).toBe('no-store, max-age=0');
    });

    it('with what the option says instead', async () => {
      const own = await session('private, max-age=30');
      await own.logIn(browser);
      for (const headers of [{}, NAVIGATION])
        expect(cachingOf(await browser.fetch(`${own.url}/plain`, { headers }))).toBe(
          'private, max-age=30',
        );
    });

    it('without a word where the option says so, but for an answer with our cookie', async () => {
      const own = await session(false);
      await own.logIn(browser);
      const read = (path: string) => browser.fetch(`${own.url}/${path}`, { headers: NAVIGATION });
      expect(cachingOf(await read('plain'))).toBeNull();
      clock.advance(61);
      const renewed = await read('plain');
      expect(renewed.headers.getSetCookie()).toHaveLength(1);
      expect(cachingOf(renewed)).toBe(DATA);
      clock.advance(61);
      expect(cachingOf(await read('own'))).toBe('private, max-age=5');
    });
  });

  describe('that a shared cache may keep', () => {
    it.each(SHARED_WAYS)('has no cookie of ours, which comes with the next: %s', async (path) => {
      const shared = await askLater(path);
      expect(shared.headers.getSetCookie()).toEqual([]);
      expect(cachingOf(shared)).toBe(SHARED);
      const next = await ask('plain');
      expect(next.headers.getSetCookie()).toEqual([expect.stringContaining('criipto-se')]);
      expect(cachingOf(next)).toBe(DATA);
    });

    it('keeps the cookies of others', async () => {
      const { headers } = await askLater('cookie');
      expect(headers.getSetCookie()).toEqual(['theme=dark']);
    });

    it('is one that says so to networks alone, too', async () => {
      expect((await askLater('for-the-network')).headers.getSetCookie()).toEqual([]);
    });

    it('is not one that says nothing, where there is a cookie of ours', async () => {
      const response = await askLater('without-a-word');
      expect(response.headers.getSetCookie()).toHaveLength(1);
      expect(cachingOf(response)).toBe(DATA);
    });

    describe('because something before us says so to networks, for all answers,', () => {
      const names = ['CDN-Cache-Control', 'Surrogate-Control', 'Edge-Control', 'X-Accel-Expires'];
      const NOTHING = names.map(() => null);
      let networked: TestApp;
      let isForNetworksAlone = false;
      beforeAll(async () => {
        networked = await start({
          prepare: (nest) =>
            nest.use((_request: unknown, response: NodeResponse, next: () => void) => {
              for (const name of names)
                response.setHeader(name, name.startsWith('X-') ? '600' : 'max-age=600');
              // As where browsers keep nothing, and networks everything.
              if (isForNetworksAlone) response.setHeader('Cache-Control', 'no-store');
              next();
            }),
        });
      });
      const toNetworks = ({ headers }: Response) => names.map((name) => headers.get(name));

      it('is not one by which somebody begins to log in', async () => {
        const begun = await new Browser().navigate(`${networked.url}/auth/login`);
        expect(begun.headers.getSetCookie()).toHaveLength(1);
        expect([cachingOf(begun), ...toNetworks(begun)]).toEqual(['no-store', ...NOTHING]);
      });

      it('is not one by which somebody is logged in', async () => {
        const back = await networked.logIn(browser);
        expect(back.headers.getSetCookie()).toHaveLength(2);
        expect([cachingOf(back), ...toNetworks(back)]).toEqual(['no-store', ...NOTHING]);
      });

      it('is not one by which somebody logs out', async () => {
        await networked.logIn(browser);
        const bye = await browser.navigate(`${networked.url}/auth/logout`, { method: 'POST' });
        expect(bye.headers.getSetCookie()).not.toEqual([]);
        expect([cachingOf(bye), ...toNetworks(bye)]).toEqual(['no-store', ...NOTHING]);
      });

      it('is not one behind the guard of which the handler says nothing', async () => {
        await networked.logIn(browser);
        const page = await browser.fetch(`${networked.url}/plain`);
        expect([cachingOf(page), ...toNetworks(page)]).toEqual([DATA, ...NOTHING]);
        isForNetworksAlone = true;
        const strict = await browser.fetch(`${networked.url}/plain`);
        expect([cachingOf(strict), ...toNetworks(strict)]).toEqual(['no-store', ...NOTHING]);
      });
    });

    it('is not one by which somebody logs out', async () => {
      const response = await ask('bye');
      expect(response.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=0')]);
      expect(cachingOf(response)).toBe('no-store');
      expect((await ask('plain')).status).toBe(401);
    });

    it('is not one by which somebody is sent to log in', async () => {
      const response = await browser.navigate(`${app.url}/high`);
      expect(response.status).toBe(302);
      expect(response.headers.getSetCookie()).toEqual([expect.stringContaining('criipto-login')]);
      expect(cachingOf(response)).toBe('no-store');
    });
  });
});
