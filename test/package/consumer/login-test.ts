// A test as a user writes it, with their Jest as it comes: a whole login, the page that it opens, and logout.
import 'reflect-metadata';

import { deepEqual, equal } from 'node:assert/strict';

import { Controller, Get, type INestApplication, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  CriiptoAuthGuard,
  CriiptoAuthModule,
  type CriiptoUser,
  CurrentUser,
} from 'nestjs-criipto-auth';

// Jest's own.
declare const it: (name: string, test: () => Promise<void>) => void;
declare const beforeAll: (hook: () => Promise<void>) => void;
declare const afterAll: typeof beforeAll;

const { ISSUER = '', CLIENT_ID = '', PORT } = process.env;
const baseUrl = `http://localhost:${PORT}`;

@Controller()
class ProfileController {
  @Get('me')
  @UseGuards(CriiptoAuthGuard)
  me(@CurrentUser() { sub }: CriiptoUser): object {
    return { sub };
  }
}

@Module({
  imports: [
    CriiptoAuthModule.forRoot({
      issuer: ISSUER,
      clientId: CLIENT_ID,
      baseUrl,
      keys: { generate: 'development' },
      session: { secret: 'a secret that is long enough for everyone' },
      http: { allowInsecureLoopback: true },
    }),
  ],
  controllers: [ProfileController],
})
class AppModule {}

let app: INestApplication | undefined;
beforeAll(async () => {
  const created = await NestFactory.create(AppModule, { logger: ['error'], abortOnError: false });
  app = created;
  await app.listen(Number(PORT), 'localhost');
});
afterAll(async () => app?.close());

it('logs in and out', async () => {
  const login = await visit('/auth/login?returnTo=/me');
  const provider = await visit(locationOf(login));
  const callback = await visit(locationOf(provider), { cookie: cookiesOf(login) });
  equal(callback.headers.get('location'), `${baseUrl}/me`);
  const me = await visit('/me', { cookie: cookiesOf(callback) });
  deepEqual(Object.keys((await me.json()) as object), ['sub']);
  const logout = await visit('/auth/logout', { cookie: cookiesOf(callback) }, 'POST');
  const statuses = [login, provider, callback, me, logout].map(({ status }) => status);
  deepEqual(statuses, [302, 302, 303, 200, 303]);
});

it('refuses who is not logged in, and a callback that nobody asked for', async () => {
  const answers = [await visit('/me'), await visit('/auth/callback?code=c&state=s')];
  deepEqual(
    answers.map(({ status }) => status),
    [401, 400],
  );
});

function visit(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Response> {
  return fetch(new URL(url, baseUrl), { method, redirect: 'manual', headers });
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
