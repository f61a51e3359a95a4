import { Controller, Get, type INestApplication, Post, UseGuards } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  type AuthEventMap,
  AuthEvents,
  BearerGuard,
  type BearerOptions,
  Clock,
  CriiptoAuthModule,
  type CriiptoUser,
  CurrentUser,
  OptionalAuth,
  Public,
  RequireAcr,
} from 'nestjs-criipto-auth';

import { FakeClock } from './fake-clock.js';
import { freePort } from './free-port.js';
import { LogLines } from './log-lines.js';
import { StubProvider } from './stub-provider.js';
import { CLIENT_ID, testOptions } from './test-app.js';

export const API = 'https://api.example.com';

@Controller()
@UseGuards(BearerGuard)
class ApiController {
  @Get('me')
  me(@CurrentUser() { sub }: CriiptoUser) {
    return { sub };
  }

  @Post('orders')
  order(@CurrentUser('sub') sub: string) {
    return { sub };
  }

  @Get('prices')
  @Public()
  prices(@CurrentUser() user: unknown) {
    return { user: user ?? null };
  }

  @Get('greeting')
  @OptionalAuth()
  greeting(@CurrentUser('sub') sub?: string) {
    return { hello: sub ?? 'stranger' };
  }

  @Get('transfer')
  @RequireAcr('urn:grn:authn:dk:mitid:high', { maxAge: 300 })
  transfer() {
    return {};
  }
}

/** An API that takes tokens of the stub provider. */
export class BearerApi {
  readonly refusals: AuthEventMap['bearer.refused'][] = [];

  private constructor(
    readonly provider: StubProvider,
    readonly url: string,
    readonly clock: FakeClock,
    readonly log: LogLines,
    private readonly app: INestApplication,
  ) {
    app.get(AuthEvents).on('bearer.refused', (refusal) => this.refusals.push(refusal));
  }

  static async start(
    adapter: () => AbstractHttpAdapter,
    bearer: Partial<BearerOptions> = {},
  ): Promise<BearerApi> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const clock = new FakeClock();
    const provider = await StubProvider.start({
      client: { id: CLIENT_ID, keys: async () => ({ keys: [] }) },
      now: () => clock.seconds(),
    });
    const log = new LogLines();
    const module = await Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot({
          ...testOptions(provider.issuer, url),
          bearer: { audience: API, ...bearer },
        }),
      ],
      controllers: [ApiController],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    const app = module.createNestApplication(adapter(), { logger: log });
    await app.listen(port, 'localhost');
    return new BearerApi(provider, url, clock, log, app);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.provider.stop();
  }

  /** A token of the provider's for this API. */
  token(claims: object = {}, header: object = { typ: 'at+jwt' }): Promise<string> {
    const now = this.clock.seconds();
    const honest = { iss: this.provider.issuer, aud: API, sub: 'user-1', iat: now, exp: now + 600 };
    return this.provider.sign({ ...honest, ...claims }, header);
  }

  call(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, { redirect: 'manual', ...init });
  }

  callWith(token: string, path = '/me'): Promise<Response> {
    return this.call(path, { headers: { authorization: `Bearer ${token}` } });
  }
}
