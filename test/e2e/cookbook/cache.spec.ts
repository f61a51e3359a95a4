import { CacheInterceptor, CacheModule } from '@nestjs/cache-manager';
import {
  type CallHandler,
  Controller,
  type ExecutionContext,
  Get,
  type NestInterceptor,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CriiptoAuthGuard,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  CurrentUser,
  OptionalAuth,
} from 'nestjs-criipto-auth';
import { map, type Observable } from 'rxjs';

import { importBlock } from '../../docs/import-block.js';
import { Browser, locationOf } from '../../support/browser.js';
import { HTTP_ADAPTERS } from '../../support/http-adapters.js';
import { TestApp } from '../../support/test-app.js';

let asked = 0;

@Controller()
@UseGuards(CriiptoAuthGuard)
class PagesController {
  @Get('me')
  me(@CurrentUser('name') name: string) {
    asked += 1;
    return { name };
  }

  @Get('maybe')
  @OptionalAuth()
  maybe(@CurrentUser('name') name: string | undefined) {
    return { name: name ?? 'nobody' };
  }
}

/** As in Nest's documentation: puts every answer into an envelope, and so makes one of no answer. */
class EnvelopeInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    return next.handle().pipe(map((data) => ({ data })));
  }
}

const [ONE, OTHER] = ['dk-mads', 'dk-freja'];
const WARNING = 'keeps answers by URL or key';

describe.each(HTTP_ADAPTERS)('a cache beside the module on %s', (_name, adapter) => {
  const started: TestApp[] = [];
  const start = async (
    cache: Type<NestInterceptor>,
    own: Partial<CriiptoAuthOptions> = {},
  ): Promise<TestApp> => {
    const app = await TestApp.start({
      adapter,
      options: own,
      controllers: [PagesController],
      imports: (options) => [CacheModule.register(), CriiptoAuthModule.forRoot(options)],
      providers: [
        { provide: APP_INTERCEPTOR, useClass: cache },
        { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
      ],
    });
    started.push(app);
    return app;
  };
  const bodyOf = async (browser: Browser, url: string): Promise<unknown> =>
    (await browser.fetch(url)).json();
  afterAll(() => Promise.all(started.map((app) => app.stop())));

  describe("that is Nest's own", () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await start(CacheInterceptor);
    });

    it('is warned of, with the pages that it would show to another', () => {
      expect(app.log.text).toContain(
        `warn CacheInterceptor ${WARNING}, whoever asks, and so shows one user what another got: at PagesController.me, PagesController.maybe.`,
      );
    });

    it('keeps no answer of our own routes, whatever was made of it', async () => {
      for (const browser of [new Browser(), new Browser()])
        expect(locationOf(await app.logIn(browser))).toBe(`${app.url}/`);
      for (let count = 0; count < 2; count += 1) {
        const jwks = await fetch(`${app.url}/.well-known/jwks.json`);
        expect(await jwks.json()).toEqual({ keys: [expect.anything()] });
        const page = await fetch(`${app.url}/auth/logged-out`);
        expect(await page.text()).toContain('You are logged out');
      }
    });
  });

  const ofCookbook = async (): Promise<Type<NestInterceptor>> => {
    const block = await importBlock('docs/cookbook/cache.md', 'src/user-cache.interceptor.ts');
    return (block as { UserCacheInterceptor: Type<NestInterceptor> }).UserCacheInterceptor; // by its name in the page
  };

  it('of the cookbook keeps nothing for users of whom it cannot tell who they are', async () => {
    const app = await start(await ofCookbook(), { mapUser: ({ name }) => ({ name }) });
    const browsers = [new Browser(), new Browser()] as const;
    await app.logIn(browsers[0], { person: ONE });
    await app.logIn(browsers[1], { person: OTHER });
    const one = await bodyOf(browsers[0], `${app.url}/me`);
    expect(await bodyOf(browsers[1], `${app.url}/me`)).not.toEqual(one);
  });

  it('of the cookbook tells users apart, and is not warned of', async () => {
    const app = await start(await ofCookbook());
    expect(app.log.text).not.toContain(WARNING);
    const browsers = [new Browser(), new Browser()] as const;
    await app.logIn(browsers[0], { person: ONE });
    await app.logIn(browsers[1], { person: OTHER });
    asked = 0;
    const [one, other, again] = [
      await bodyOf(browsers[0], `${app.url}/me`),
      await bodyOf(browsers[1], `${app.url}/me`),
      await bodyOf(browsers[0], `${app.url}/me`),
    ];
    expect(one).not.toEqual(other);
    expect([again, asked]).toEqual([one, 2]);
    expect(await bodyOf(new Browser(), `${app.url}/maybe`)).toEqual({ data: { name: 'nobody' } });
    expect(await bodyOf(browsers[0], `${app.url}/maybe`)).toEqual(one);
  });
});
