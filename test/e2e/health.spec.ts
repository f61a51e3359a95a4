import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { Clock, CriiptoAuthModule, Public } from 'nestjs-criipto-auth';
import { CriiptoAuthHealthIndicator, CriiptoAuthHealthModule } from 'nestjs-criipto-auth/health';
import { RedisKeyRingStore, RedisStore } from 'nestjs-criipto-auth/redis';

import { FakeClock } from '../support/fake-clock.js';
import { freePort } from '../support/free-port.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { LogLines } from '../support/log-lines.js';
import { RedisServer } from '../support/redis-server.js';
import { publishedKeys } from '../support/relying-party.js';
import { StubProvider } from '../support/stub-provider.js';
import { CLIENT_ID, SESSION_SECRET, testOptions } from '../support/test-app.js';

const HALF_A_MINUTE = 30;
const DAY = 24 * 60 * 60;
const RING_SECRET = 'a secret that is long enough, really';

@Controller('health')
@Public()
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly criipto: CriiptoAuthHealthIndicator,
  ) {}

  @Get('live')
  @HealthCheck()
  live() {
    return this.health.check([]);
  }

  @Get('ready')
  @HealthCheck()
  ready() {
    const { criipto } = this;
    return this.health.check([
      () => criipto.provider(),
      () => criipto.keys(),
      () => criipto.store(),
    ]);
  }
}

interface Health {
  readonly status: number;
  readonly overall: string;
  readonly details: Readonly<Record<string, { readonly status: string }>>;
}

describe.each(HTTP_ADAPTERS)('health, on %s', (_name, adapter) => {
  let app: INestApplication;
  let clock: FakeClock;
  let log: LogLines;
  let provider: StubProvider;
  let redis: RedisServer;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    clock = new FakeClock();
    log = new LogLines();
    redis = await RedisServer.start();
    provider = await StubProvider.start({
      client: { id: CLIENT_ID, keys: () => publishedKeys(url) },
      now: () => clock.seconds(),
    });
    const store = new RedisKeyRingStore({ url: redis.url });
    const module = await Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot({
          ...testOptions(provider.issuer, url),
          keys: { ring: { store, encryptionKey: RING_SECRET, algorithm: 'ES256' } },
          session: { secret: SESSION_SECRET, store: new RedisStore({ url: redis.url }) },
          globalGuard: true,
        }),
        CriiptoAuthHealthModule,
        TerminusModule.forRoot({ logger: false }),
      ],
      controllers: [HealthController],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    app = module.createNestApplication(adapter(), { logger: log });
    await app.listen(port, 'localhost');
  }, 30_000);
  afterAll(async () => {
    await app.close();
    await provider.stop();
    await redis.stop();
  });

  async function health(path: 'live' | 'ready'): Promise<Health> {
    const response = await fetch(`${url}/health/${path}`);
    // As Terminus answers.
    const { status: overall, details } = (await response.json()) as {
      status: string;
      details: Health['details'];
    };
    return { status: response.status, overall, details };
  }

  const expectAlive = async () =>
    expect(await health('live')).toEqual({ status: 200, overall: 'ok', details: {} });
  const expectReady = async () => {
    const { status, overall } = await health('ready');
    expect([status, overall]).toEqual([200, 'ok']);
  };

  it('is down while there was never a provider, alive all the same, and up when it is there', async () => {
    await provider.stop();
    const { status, details } = await health('ready');
    expect(status).toBe(503);
    expect(details['provider']).toEqual({ status: 'down', code: 'discovery_failed' });
    await expectAlive();

    await provider.comeBack();
    clock.advance(HALF_A_MINUTE);
    await expectReady();
  });

  it('tells of each part, and of the key its age and when the next one takes over', async () => {
    clock.advance(DAY);
    const { details } = await health('ready');
    const [key] = (await publishedKeys(url)).keys;
    expect(details).toEqual({
      provider: { status: 'up', copyAge: 0 },
      keys: {
        status: 'up',
        kid: key?.kid,
        alg: 'ES256',
        age: DAY + HALF_A_MINUTE,
        rotatesIn: 89 * DAY - HALF_A_MINUTE,
      },
      store: { status: 'up', stores: ['session.store'] },
    });
  });

  it('is degraded while the last good copy of the provider serves, and heals without a restart', async () => {
    await expectReady();
    await provider.stop();
    clock.advance(HALF_A_MINUTE);
    const { status, overall, details } = await health('ready');
    expect([status, overall]).toEqual([200, 'degraded']);
    expect(details['provider']).toEqual({
      status: 'degraded',
      code: 'discovery_failed',
      copyAge: HALF_A_MINUTE,
    });
    await expectAlive();

    await provider.comeBack();
    clock.advance(HALF_A_MINUTE);
    await expectReady();
  });

  it('asks the provider once in half a minute, however often it is asked itself', async () => {
    const before = provider.sent('discovery').length;
    clock.advance(HALF_A_MINUTE);
    await Promise.all(Array.from({ length: 20 }, () => health('ready')));
    expect(provider.sent('discovery')).toHaveLength(before + 1);
  });

  it('is down while Redis is, alive all the same, and up when it is back', async () => {
    await redis.kill();
    const { status, details } = await health('ready');
    expect(status).toBe(503);
    expect(details['store']).toEqual({
      status: 'down',
      code: 'store_unavailable',
      failed: ['session.store'],
    });
    await expectAlive();
    expect((await fetch(`${url}/.well-known/jwks.json`)).status).toBe(200);

    await redis.restart();
    const deadline = Date.now() + 10_000;
    while ((await health('ready')).details['store']?.status !== 'up' && Date.now() < deadline);
    expect((await health('ready')).details['store']?.status).toBe('up');
  }, 30_000);

  it('says nothing secret, and not where anything is', async () => {
    const said: string[] = [];
    for (const path of ['live', 'ready'] as const) said.push(JSON.stringify(await health(path)));
    const text = said.join('\n');
    for (const hidden of [provider.issuer, redis.url, SESSION_SECRET, RING_SECRET, CLIENT_ID])
      expect(text).not.toContain(hidden);
  });
});
