// One instance of an application, as built: sessions, logins and keys in Redis when there is one, else in cookies.
// It tells its parent why it refused, since browsers are not told.
import 'reflect-metadata';

import { Controller, Get, Module, Req, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

import { AccessToken, CriiptoAuthGuard, CriiptoAuthModule } from '../../dist/index.js';
import { RedisKeyRingStore, RedisStore } from '../../dist/redis/index.js';

const { PORT, BASE_URL, ISSUER, CLIENT_ID, REDIS_URL, ADAPTER, KEEPS_TOKENS } = process.env;
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

const redis = REDIS_URL === undefined ? undefined : { url: REDIS_URL };
const shared = redis && {
  transaction: { store: new RedisStore(redis) },
  keys: {
    ring: {
      store: new RedisKeyRingStore(redis),
      encryptionKey: 'a secret that is long enough, really',
      rotateEvery: 120,
      publishLead: 60,
      retireLag: 60,
    },
  },
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
          ...(redis ? { store: new RedisStore(redis), tokens: KEEPS_TOKENS !== undefined } : {}),
        },
        keys: { generate: 'development' },
        http: { allowInsecureLoopback: true },
        ...shared,
      }),
    ],
    controllers: KEEPS_TOKENS ? [Pages, Orders] : [Pages],
  },
  ADAPTER === 'fastify' ? new FastifyAdapter() : new ExpressAdapter(),
  { logger: reasons },
);
await app.listen(Number(PORT), '127.0.0.1');

process.on('message', (question) => {
  if (question === 'stop') void app.close().then(() => process.disconnect());
  else process.send({ memory: memory() });
});
process.on('disconnect', () => process.exit());
process.send('ready');

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
