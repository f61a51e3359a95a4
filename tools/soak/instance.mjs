// One instance of an application, as built: sessions, logins and keys in Redis or PostgreSQL when there is one, else in
// cookies.
// It tells its parent why it refused, since browsers are not told.
import 'reflect-metadata';

import { Controller, Get, Module, Req, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

import {
  AccessToken,
  Clock,
  CriiptoAuthGuard,
  CriiptoAuthModule,
  KeyProvider,
} from '../../dist/index.js';
import { PostgresKeyRingStore, PostgresStore } from '../../dist/postgres/index.js';
import { RedisKeyRingStore, RedisStore } from '../../dist/redis/index.js';
import { letSignersStall } from './stalling-signer.mjs';

const { PORT, BASE_URL, ISSUER, CLIENT_ID, STORE_URL, ADAPTER, KEEPS_TOKENS, CLOCK_AHEAD } =
  process.env;
const REASON = /(\w+) \(([\w-]{36})\)/;

class Pages {
  me(request) {
    return { sub: request.user.sub };
  }
}
class Application {
  static {
    Module({})(this);
  }
}
const me = Object.getOwnPropertyDescriptor(Pages.prototype, 'me');
Req()(Pages.prototype, 'me', 0);
Reflect.decorate([Get('me'), UseGuards(CriiptoAuthGuard)], Pages.prototype, 'me', me);
Controller()(Pages);

/** Where access tokens are kept: a page that needs one. */
class Orders {
  orders(token) {
    return { hasToken: token !== undefined };
  }
}
if (KEEPS_TOKENS) {
  const orders = Object.getOwnPropertyDescriptor(Orders.prototype, 'orders');
  AccessToken()(Orders.prototype, 'orders', 0);
  Reflect.decorate(
    [Get('orders'), UseGuards(CriiptoAuthGuard)],
    Orders.prototype,
    'orders',
    orders,
  );
  Controller()(Orders);
}

const reasons = {
  log: () => undefined,
  warn: (message) => void tellReason(message),
  error: (message) => void (tellReason(message) || console.error(message)),
  fatal: (message) => console.error(message),
};

class OwnClock extends Clock {
  now() {
    return Date.now() + Number(CLOCK_AHEAD ?? 0) * 1000;
  }
}

const shared = STORE_URL === undefined ? undefined : storesAt(STORE_URL);
const ring = shared && {
  store: shared.ringStore,
  encryptionKey: 'a secret that is long enough, really',
  rotateEvery: 120,
  publishLead: 60,
  retireLag: 60,
};

const app = await NestFactory.create(
  {
    module: Application,
    imports: [
      CriiptoAuthModule.forRoot({
        issuer: ISSUER,
        clientId: CLIENT_ID,
        baseUrl: BASE_URL,
        session: {
          secret: 'a secret that is long enough for everyone',
          ...(shared && { store: shared.store, tokens: KEEPS_TOKENS !== undefined }),
        },
        ...(shared && { transaction: { store: shared.store } }),
        keys: ring ? { ring } : { generate: 'development' },
        http: { allowInsecureLoopback: true },
        routes: { backchannelLogout: shared !== undefined },
        providers: [{ provide: Clock, useClass: OwnClock }],
      }),
    ],
    controllers: KEEPS_TOKENS ? [Pages, Orders] : [Pages],
  },
  ADAPTER === 'fastify' ? new FastifyAdapter() : new ExpressAdapter(),
  { logger: reasons },
);
const signers = letSignersStall(app.get(KeyProvider));
await app.listen(Number(PORT), '127.0.0.1');

const COMMANDS = {
  stop: () => void app.close().then(() => process.disconnect()),
  stall: () => signers.stall(),
  sign: () => signers.goOn(),
  '?': () => process.send({ memory: memory() }),
};
process.on('message', (command) => COMMANDS[command]());
process.on('disconnect', () => process.exit());
process.send('ready');

function storesAt(url) {
  return url.startsWith('redis:')
    ? { store: new RedisStore({ url }), ringStore: new RedisKeyRingStore({ url }) }
    : { store: new PostgresStore({ url }), ringStore: new PostgresKeyRingStore({ url }) };
}

function memory() {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heapUsed };
}

/** Whether there was one in the message. */
function tellReason(message) {
  const [, code, id] = REASON.exec(String(message)) ?? [];
  if (id !== undefined && process.connected) process.send({ code, id });
  return id !== undefined;
}
