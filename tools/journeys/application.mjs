// The application whose requests are looked at: the quick start, on one adapter, with a page that answers its user.
import 'reflect-metadata';

import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

import { CriiptoAuthGuard, CriiptoAuthModule, CurrentUser } from '../../dist/index.js';

const ADAPTERS = { express: ExpressAdapter, fastify: FastifyAdapter };

class Pages {
  me(user) {
    return user;
  }
}
CurrentUser()(Pages.prototype, 'me', 0);
const me = Object.getOwnPropertyDescriptor(Pages.prototype, 'me');
Reflect.decorate([Get('me'), UseGuards(CriiptoAuthGuard)], Pages.prototype, 'me', me);
Controller()(Pages);

class Application {
  static {
    Module({})(this);
  }
}

/** Listens, with every authorization request pushed. */
export async function startApplication({ adapter, issuer, clientId, baseUrl, privateKey }) {
  const auth = CriiptoAuthModule.forRoot({
    issuer,
    clientId,
    baseUrl,
    keys: { pem: privateKey },
    session: { secret: 'a secret that is long enough for everyone' },
    login: { pushed: 'require' },
    http: { allowInsecureLoopback: true },
  });
  const app = await NestFactory.create(
    { module: Application, imports: [auth], controllers: [Pages] },
    new ADAPTERS[adapter](),
    { logger: false },
  );
  await app.listen(new URL(baseUrl).port, '127.0.0.1');
  return app;
}
