import {
  type CallHandler,
  ClassSerializerInterceptor,
  Controller,
  type ExecutionContext,
  Get,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import { InMemoryStore, Public, SystemClock } from 'nestjs-criipto-auth';
import { map, type Observable, of, tap } from 'rxjs';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, SESSION_SECRET } from '../support/test-app.js';

@Controller()
@Public()
class PricesController {
  private asked = 0;

  @Get('prices')
  prices() {
    this.asked += 1;
    return { asked: this.asked };
  }
}

/** As Nest's own `CacheInterceptor`: keeps what came of a URL, and answers it again. */
class CachingInterceptor implements NestInterceptor {
  private readonly kept = new Map<string, unknown>();

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const { url } = context.switchToHttp().getRequest<{ url: string }>();
    const kept = this.kept.get(url);
    if (kept !== undefined) return of(kept);
    return next.handle().pipe(tap((answer) => this.kept.set(url, answer)));
  }
}

/** As in Nest's documentation: puts every answer into an envelope. */
class MappingInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    return next.handle().pipe(map((data) => ({ data })));
  }
}

describe.each(HTTP_ADAPTERS)('global interceptors on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [PricesController] });

  it('that cache answer no login with that of another', async () => {
    const app = await start({
      prepare: (nest) => nest.useGlobalInterceptors(new CachingInterceptor()),
    });
    const [first, second] = [new Browser(), new Browser()];
    const toProvider = await first.navigate(`${app.url}/auth/login`);
    expect(locationOf(await second.navigate(`${app.url}/auth/login`))).not.toBe(
      locationOf(toProvider),
    );
    expect(locationOf(await app.logIn(first))).toBe(`${app.url}/`);
    expect(locationOf(await app.logIn(second))).toBe(`${app.url}/`);
    const prices = async () => (await first.fetch(`${app.url}/prices`)).json();
    expect([await prices(), await prices()]).toEqual([{ asked: 1 }, { asked: 1 }]);
  });

  it('that map change nothing of how a login answers', async () => {
    const app = await start({
      prepare: (nest) => nest.useGlobalInterceptors(new MappingInterceptor()),
    });
    const browser = new Browser();
    expect(locationOf(await app.logIn(browser, { returnTo: '/prices' }))).toBe(`${app.url}/prices`);
    expect(await (await browser.fetch(`${app.url}/prices`)).json()).toEqual({ data: { asked: 1 } });
    const toApplication = await browser.fetch(`${app.url}/auth/login`, {
      headers: { accept: 'application/json' },
    });
    expect(await toApplication.json()).toEqual({ authorizationUrl: expect.any(String) });
  });

  it('that map and serialise leave every other route of ours as it is', async () => {
    const app = await start({
      options: {
        session: { secret: SESSION_SECRET, store: new InMemoryStore(new SystemClock()) },
      },
      extras: { routes: { backchannelLogout: true } },
      prepare: (nest) =>
        nest.useGlobalInterceptors(
          new MappingInterceptor(),
          new ClassSerializerInterceptor(nest.get(Reflector)),
        ),
    });
    const browser = new Browser();
    const visit = (path: string, method = 'GET') => browser.navigate(app.url + path, { method });
    expect(await (await visit('/.well-known/jwks.json')).json()).toEqual({
      keys: [expect.anything()],
    });
    expect(await (await visit('/auth/logged-out')).text()).toMatch(/^<!doctype html>/);
    expect(await (await visit('/auth/callback?state=x&code=y')).text()).toMatch(/^<!doctype html>/);
    expect(locationOf(await visit('/auth/logout', 'POST'))).toContain(app.fake.issuer);
    const told = await visit('/auth/backchannel-logout', 'POST');
    expect(await told.json()).toEqual({ error: 'invalid_request' });
  });
});
