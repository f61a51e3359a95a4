import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { SkipThrottle, ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  InMemoryStore,
  SystemClock,
} from 'nestjs-criipto-auth';

import { importBlock } from '../../docs/import-block.js';
import { Browser, locationOf } from '../../support/browser.js';
import { HTTP_ADAPTERS } from '../../support/http-adapters.js';
import { appsOn, SESSION_SECRET } from '../../support/test-app.js';

interface Block {
  readonly AppModule: { with(options: CriiptoAuthOptions): DynamicModule };
}

const JWKS = '/.well-known/jwks.json';
const LOGOUTS = '/auth/backchannel-logout';

/** An application that allows one request, counted by two throttlers. */
@Module({})
class StrictModule {
  static with(
    options: CriiptoAuthOptions,
    routesMetadata: readonly ClassDecorator[] = [],
  ): DynamicModule {
    const store = new InMemoryStore(new SystemClock());
    return {
      module: StrictModule,
      imports: [
        ThrottlerModule.forRootAsync({
          useFactory: () => ({
            throttlers: [
              { ttl: 60_000, limit: 1 },
              { name: 'long', ttl: 600_000, limit: 1 },
            ],
          }),
        }),
        CriiptoAuthModule.forRoot({
          ...options,
          session: { secret: SESSION_SECRET, store },
          routes: { backchannelLogout: true },
          routesMetadata,
        }),
      ],
      providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
    };
  }
}

describe.each(HTTP_ADAPTERS)('a throttler of the whole application on %s', (_name, adapter) => {
  const start = appsOn(adapter);
  /** What the third of three at once is answered. */
  const third = async (url: string, method = 'GET'): Promise<number | undefined> => {
    const statuses: number[] = [];
    for (let count = 0; count < 3; count += 1)
      statuses.push((await new Browser().fetch(url, { method })).status);
    return statuses.at(-1);
  };

  it('does not limit our JWKS, whatever its throttlers are called', async () => {
    const app = await start({ imports: (options) => [StrictModule.with(options)] });
    expect(await third(app.url + JWKS)).toBe(200);
    expect(await third(`${app.url}/auth/logged-out`)).toBe(429);
    expect(app.log.text).not.toContain('was answered');
    expect(await third(app.url + LOGOUTS, 'POST')).toBe(429);
    expect(app.log.text).toContain(`POST ${LOGOUTS} was answered with 429`);
  });

  it('leaves out all of our routes, or none, as `routesMetadata` says', async () => {
    const none = await start({
      imports: (options) => [
        StrictModule.with(options, [SkipThrottle({ default: true, long: true })]),
      ],
    });
    expect(await third(`${none.url}/auth/logged-out`)).toBe(200);
    const all = await start({
      imports: (options) => [StrictModule.with(options, [SkipThrottle({ default: false })])],
    });
    expect(await third(all.url + JWKS)).toBe(429);
    expect(all.log.text).toContain(`GET ${JWKS} was answered with 429`);
  });

  describe('of the cookbook', () => {
    let block: Block;
    beforeAll(async () => {
      block = (await importBlock('docs/cookbook/throttler.md', 'src/app.module.ts')) as Block; // by its name there
    });

    it('gives our routes a limit of their own', async () => {
      const app = await start({ imports: (options) => [block.AppModule.with(options)] });
      expect(locationOf(await app.logIn())).toBe(`${app.url}/`);
      const page = await fetch(`${app.url}/auth/logged-out`);
      expect(page.headers.get('x-ratelimit-limit')).toBe('20');
      expect((await fetch(app.url + JWKS)).headers.has('x-ratelimit-limit')).toBe(false);
    });
  });
});
