import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  SetMetadata,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import {
  CriiptoAuthModule,
  InMemoryStore,
  InvalidOptionsError,
  Public,
  SystemClock,
} from 'nestjs-criipto-auth';

import type { RoutesMetadata } from '../../lib/routes-metadata.js';
import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, SESSION_SECRET, testOptions } from '../support/test-app.js';

const BY_TEXT = 'isPublic';
const BY_SYMBOL = Symbol('isPublic');
const ByReflector = Reflector.createDecorator<boolean>();

/** As applications have one: it lets nobody in but where a key says so. */
@Injectable()
class KeyGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const keys = [BY_TEXT, BY_SYMBOL, ByReflector.KEY];
    const isOpen = keys.some(
      (key) =>
        // Some ask the class, and some the handler alone.
        this.reflector.get<boolean | undefined>(key, context.getClass()) === true &&
        this.reflector.get<boolean | undefined>(key, context.getHandler()) === true,
    );
    if (isOpen) return true;
    throw new UnauthorizedException();
  }
}

@Controller()
class PagesController {
  @Get('closed')
  closed() {}
}

const providers = [{ provide: APP_GUARD, useClass: KeyGuard }];

describe.each(HTTP_ADAPTERS)('a guard of the whole application on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [PagesController], providers });

  it.each<[string, RoutesMetadata]>([
    ['a text', { [BY_TEXT]: true }],
    ['a symbol', { [BY_SYMBOL]: true }],
    ['the key of a decorator', { [ByReflector.KEY]: true }],
    ['decorators', [SetMetadata('other', 1), ByReflector(true)]],
  ])('lets all of our routes through that carry its key: %s', async (_what, routesMetadata) => {
    const app = await start({
      options: {
        session: { secret: SESSION_SECRET, store: new InMemoryStore(new SystemClock()) },
      },
      extras: { routesMetadata, routes: { backchannelLogout: true } },
    });
    const browser = new Browser();
    expect(locationOf(await app.logIn(browser))).toBe(`${app.url}/`);
    const logout = await browser.navigate(`${app.url}/auth/logout`, { method: 'POST' });
    expect(logout.status).toBe(303);
    const statusOf = async (path: string, method = 'GET') =>
      (await browser.fetch(app.url + path, { method })).status;
    expect(await statusOf('/auth/logged-out')).toBe(200);
    expect(await statusOf('/.well-known/jwks.json')).toBe(200);
    expect(await statusOf('/auth/backchannel-logout', 'POST')).toBe(400); // no token
    expect(await statusOf('/closed')).toBe(401);
  });

  it('takes it beside a factory, too', async () => {
    const app = await start({
      imports: (options) => [
        CriiptoAuthModule.forRootAsync({
          useFactory: () => options,
          routesMetadata: { isPublic: true },
        }),
      ],
    });
    expect((await fetch(`${app.url}/.well-known/jwks.json`)).status).toBe(200);
  });
});

describe('routesMetadata', () => {
  const options = testOptions('http://127.0.0.1:1', 'http://localhost:3000');
  const Uncalled = ByReflector as unknown as ClassDecorator; // as one may write it by mistake
  const ForMethods = ((_target: object, _key: string, { value }: PropertyDescriptor) => {
    Reflect.defineMetadata('of-method', true, value as object);
  }) as unknown as ClassDecorator; // which it is not

  it.each<[string, unknown, string]>([
    ['a text', 'isPublic', 'must be an object such as'],
    ['nothing', null, 'must be an object such as'],
    ['a list of keys', ['isPublic'], 'must be an object such as'],
    ['a decorator that is not called', [Uncalled], 'sets nothing: call it'],
    ['a decorator of methods', [ForMethods], 'is for no class'],
    ['guards', [UseGuards(KeyGuard)], 'binds no guard'],
    ['the guards themselves', { __guards__: [KeyGuard] }, 'binds no guard'],
    ['a path', { path: 'elsewhere' }, 'cannot replace "path"'],
    ['a verb', { method: 1 }, 'cannot replace "method"'],
    ['a version', { __version__: '2' }, 'cannot replace "__version__"'],
    ['a rule', [Public()], 'cannot replace "Symbol(nestjs-criipto-auth:rule)"'],
  ])('cannot be %s', async (_what, written, problem) => {
    const routesMetadata = written as RoutesMetadata; // which it is not
    const boot = Test.createTestingModule({
      imports: [CriiptoAuthModule.forRoot({ ...options, routesMetadata })],
    }).compile();
    await expect(boot).rejects.toThrow(InvalidOptionsError);
    await expect(boot).rejects.toThrow(problem);
  });

  it('cannot come from a factory', async () => {
    const written = { ...options, routesMetadata: { isPublic: true } };
    const boot = Test.createTestingModule({
      imports: [CriiptoAuthModule.forRootAsync({ useFactory: () => written })],
    }).compile();
    await expect(boot).rejects.toThrow(/`routesMetadata` .*write it beside the factory/);
  });

  it('is of one module alone', () => {
    @Module({
      imports: [CriiptoAuthModule.forRoot({ ...options, routesMetadata: { [BY_TEXT]: true } })],
    })
    class One {}
    @Module({ imports: [CriiptoAuthModule.forRoot(options)] })
    class Other {}
    const carried = (module: typeof One | typeof Other) => {
      const imports = Reflect.getMetadata('imports', module) as { controllers: object[] }[];
      return imports[0]?.controllers.map((type) => Reflect.hasMetadata(BY_TEXT, type));
    };
    expect(new Set(carried(One))).toEqual(new Set([true]));
    expect(new Set(carried(Other))).toEqual(new Set([false]));
  });
});
