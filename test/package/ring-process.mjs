// One process of an application with a ring of keys, as built. Its parent tells it the time.
import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';

import { Clock, CriiptoAuthModule, FileKeyRingStore, KeyProvider } from '../../dist/index.js';

let now = Number(process.env.NOW);

class ToldClock extends Clock {
  now() {
    return now;
  }

  monotonic() {
    return now;
  }
}

const app = await NestFactory.createApplicationContext(
  CriiptoAuthModule.forRoot({
    domain: 'acme.criipto.id',
    clientId: 'urn:my:application:identifier:1234',
    baseUrl: 'https://app.example.com',
    session: { secret: 'a secret that is long enough for everyone' },
    keys: {
      ring: {
        store: new FileKeyRingStore(process.env.RING),
        encryptionKey: 'a secret that is long enough, really',
        algorithm: 'ES256',
      },
    },
    providers: [{ provide: Clock, useClass: ToldClock }],
  }),
  { logger: false },
);
const keys = app.get(KeyProvider);

process.on('message', (time) => void (time === 'stop' ? stop() : moveTo(time)));
process.send(await look());

async function stop() {
  await app.close();
  process.disconnect();
}

async function moveTo(time) {
  now = time;
  await keys.refresh();
  process.send(await look());
}

async function look() {
  const published = (await keys.publicKeys()).map(({ kid }) => kid);
  return { signs: (await keys.signer()).kid, published };
}
