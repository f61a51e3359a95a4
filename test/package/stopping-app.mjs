// One instance of an application, as built, that is told to stop by SIGTERM. It has no other reason to end, and logs
// as JSON. `STOP`: `close` closes the application and leaves it to Node to see that nothing is left; `hooks` leaves
// all to Nest, which closes connections by force then.
import 'reflect-metadata';

import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

import { CriiptoAuthModule } from '../../dist/index.js';
import { RedisKeyRingStore, RedisStore } from '../../dist/redis/index.js';

const { PORT, ISSUER, CLIENT_ID, REDIS_URL: url, ADAPTER, STOP } = process.env;

const app = await NestFactory.create(
  CriiptoAuthModule.forRoot({
    issuer: ISSUER,
    clientId: CLIENT_ID,
    baseUrl: `http://localhost:${PORT}`,
    session: {
      secret: 'a secret that is long enough for everyone',
      store: new RedisStore({ url }),
    },
    keys: {
      ring: {
        store: new RedisKeyRingStore({ url }),
        encryptionKey: 'a secret that is long enough, really',
        algorithm: 'ES256',
      },
    },
    http: { allowInsecureLoopback: true },
  }),
  ADAPTER === 'Fastify' ? new FastifyAdapter() : new ExpressAdapter(),
  { logger: new ConsoleLogger({ json: true }), forceCloseConnections: STOP === 'hooks' },
);
if (STOP === 'close') process.once('SIGTERM', () => void app.close());
else app.enableShutdownHooks(['SIGTERM'], { useProcessExit: true });
await app.listen(Number(PORT), 'localhost');
