import { readFileSync } from 'node:fs';

import { Controller, Get, type INestApplication, UseGuards } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  AccessToken,
  Clock,
  CriiptoAuthGuard,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  CurrentUser,
  SessionService,
} from 'nestjs-criipto-auth';

import { HttpClient } from '../../../lib/http-client/http-client.js';
import { FakeClock } from '../fake-clock.js';
import { FaultyStore } from '../faulty-store.js';
import { privatePem } from '../private-keys.js';
import { generalProfile, type ProviderProfile } from '../provider-profile.js';
import { StubProvider } from '../stub-provider.js';
import { publishedKeys } from '../relying-party.js';
import { freePort } from '../free-port.js';

interface LoginUnderWay {
  readonly cookies: string;
  readonly authorizationUrl: string;
}

/** What `record.mjs` wrote. Cookies are as a browser sends them. */
export interface Recorded {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly issuer: string;
  readonly clientId: string;
  readonly baseUrl: string;
  readonly secret: string;
  readonly user: { readonly sub: string };
  readonly sid: string;
  readonly cookieSession: string;
  readonly mappedSession: string;
  readonly storedSession: string;
  readonly sessionId: string;
  readonly accessToken: string;
  readonly store: readonly (readonly [key: string, value: string])[];
  readonly login: LoginUnderWay;
  readonly stepUp: LoginUnderWay;
}

export function recordedBy(version: string): Recorded {
  const file = new URL(`${version}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Recorded; // as record.mjs wrote it
}

@Controller()
@UseGuards(CriiptoAuthGuard)
class Pages {
  @Get('me')
  me(@CurrentUser() user: unknown) {
    return user;
  }
}

@Controller()
@UseGuards(CriiptoAuthGuard)
class PagesOfStored {
  constructor(private readonly sessions: SessionService) {}

  @Get('token')
  token(@AccessToken() token: string) {
    return { token };
  }

  @Get('sessions')
  list(@CurrentUser() user: { readonly issuer: string; readonly sub: string }) {
    return this.sessions.list(user);
  }
}

/** Asks a provider that moved: its name is the same, and it listens elsewhere. */
class MovedHttpClient extends HttpClient {
  constructor(
    private readonly from: string,
    private readonly to: string,
  ) {
    super({ connect: 3, maxBody: 256 * 1024, allowInsecureLoopback: true });
  }

  override send(url: string, request: Parameters<HttpClient['send']>[1]) {
    return super.send(
      url.startsWith(this.from) ? this.to + url.slice(this.from.length) : url,
      request,
    );
  }
}

/** An application that was another version a moment ago: with its options and its store, at that time. */
export class UpgradedApp {
  private constructor(
    private readonly app: INestApplication,
    readonly provider: StubProvider,
    readonly url: string,
    /** Seconds since the epoch. */
    readonly now: number,
    private readonly store: FaultyStore,
    private readonly recorded: Recorded,
  ) {}

  static async start(
    adapter: () => AbstractHttpAdapter,
    recorded: Recorded,
    keeps: 'in cookies' | 'in a store',
    options: Partial<CriiptoAuthOptions> = {},
  ): Promise<UpgradedApp> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const clock = new FakeClock(recorded.at);
    const store = new FaultyStore(clock);
    const provider = await StubProvider.start({
      client: { id: recorded.clientId, keys: () => publishedKeys(url) },
      profile: profileOf(recorded),
      now: () => clock.seconds(),
    });
    const isStored = keeps === 'in a store';
    const module = await Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot({
          ...optionsOf(recorded, provider),
          ...(isStored ? storedBy(store, recorded) : {}),
          ...options,
          routes: { backchannelLogout: isStored },
        }),
      ],
      controllers: isStored ? [Pages, PagesOfStored] : [Pages],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .overrideProvider(HttpClient)
      .useValue(new MovedHttpClient(recorded.issuer, provider.issuer))
      .compile();
    const app = module.createNestApplication(adapter(), { logger: false });
    await app.listen(port, 'localhost');
    return new UpgradedApp(app, provider, url, clock.seconds(), store, recorded);
  }

  /** Before the next case: as it was when the other version stopped. */
  async reset(): Promise<void> {
    this.provider.beHonest();
    for (const [key, value] of this.recorded.store) await this.store.set(key, value, 3600);
  }

  readonly get = (path: string, cookie: string): Promise<Response> =>
    fetch(this.url + path, { headers: { cookie }, redirect: 'manual' });

  async stop(): Promise<void> {
    await this.app.close();
    await this.provider.stop();
  }
}

const profileOf = ({ issuer }: Recorded): ProviderProfile => ({
  ...generalProfile(),
  namesItself: false,
  claims: { iss: issuer },
  metadata: { issuer },
});

const optionsOf = (recorded: Recorded, provider: StubProvider): CriiptoAuthOptions => ({
  issuer: recorded.issuer,
  clientId: recorded.clientId,
  baseUrl: recorded.baseUrl,
  keys: { pem: privatePem('rsa') },
  session: { secret: recorded.secret },
  assertion: { audience: provider.issuer },
  http: { allowInsecureLoopback: true },
});

const storedBy = (store: FaultyStore, { secret }: Recorded) => ({
  session: { secret, store, tokens: true },
  logout: { idTokenHint: true },
});
