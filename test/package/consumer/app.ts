// An application as a user writes it. Compiled twice, as an ES module and as CommonJS, against the
// installed package; logs in and out once at the fake and prints what it saw.
import 'reflect-metadata';

import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  HealthCheck,
  type HealthCheckResult,
  HealthCheckService,
  TerminusModule,
} from '@nestjs/terminus';
import {
  CriiptoAuthGuard,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  type CriiptoAuthOptionsFactory,
  type CriiptoUser,
  CurrentUser,
} from 'nestjs-criipto-auth';
import { CriiptoAuthHealthIndicator, CriiptoAuthHealthModule } from 'nestjs-criipto-auth/health';
import { FakeCriipto } from 'nestjs-criipto-auth/testing';

const CLIENT_ID = 'urn:my:application:identifier:1234';
const baseUrl = `http://localhost:${process.env['PORT']}`;

@Controller()
@UseGuards(CriiptoAuthGuard)
class ProfileController {
  @Get('me')
  me(@CurrentUser() user: CriiptoUser): CriiptoUser {
    return user;
  }
}

@Controller()
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly criipto: CriiptoAuthHealthIndicator,
  ) {}

  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.criipto.provider(),
      () => this.criipto.keys(),
      () => this.criipto.store(),
    ]);
  }
}

class AuthOptions implements CriiptoAuthOptionsFactory {
  createCriiptoAuthOptions(): CriiptoAuthOptions {
    return {
      issuer: process.env['ISSUER'] ?? '',
      clientId: CLIENT_ID,
      baseUrl,
      keys: { generate: 'development' },
      session: { secret: 'a secret that is long enough for everyone' },
      http: { allowInsecureLoopback: true },
    };
  }
}

@Module({
  imports: [
    CriiptoAuthModule.forRootAsync({ useClass: AuthOptions }),
    CriiptoAuthHealthModule,
    TerminusModule,
  ],
  controllers: [ProfileController, HealthController],
})
class AppModule {}

async function logInOnce(): Promise<void> {
  const fake = await FakeCriipto.start({
    clients: [
      {
        clientId: CLIENT_ID,
        redirectUris: [`${baseUrl}/auth/callback`],
        jwksUri: `${baseUrl}/.well-known/jwks.json`,
      },
    ],
  });
  process.env['ISSUER'] = fake.issuer;
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  await app.listen(Number(process.env['PORT']), 'localhost');

  const login = await visit('/auth/login?returnTo=/me');
  const { url } = await fake.approve(locationOf(login), { person: 'dk-freja' });
  const callback = await visit(url, cookiesOf(login));
  const me = await visit(locationOf(callback), cookiesOf(callback));
  const user: unknown = await me.json();
  const ready = await visit('/ready');
  const logout = await visit('/auth/logout', cookiesOf(callback), 'POST');
  const afterwards = await visit('/me', cookiesOf(logout));
  const statuses = [login, callback, me, ready, logout, afterwards].map(({ status }) => status);
  console.log(JSON.stringify({ statuses, user, health: await ready.json() }));

  await app.close();
  await fake.stop();
}

function visit(url: string, cookie = '', method = 'GET'): Promise<Response> {
  return fetch(new URL(url, baseUrl), { method, redirect: 'manual', headers: { cookie } });
}

function locationOf(response: Response): string {
  return response.headers.get('location') ?? '';
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

void logInOnce();
