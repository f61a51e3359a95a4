// One instance of an application with a ring of keys, as built. Its parent tells it the time, and what to do.
import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';

import {
  AuthEvents,
  Clock,
  CriiptoAuthModule,
  FileKeyRingStore,
  KeyProvider,
  KeyRotationService,
} from '../../dist/index.js';
import { RedisKeyRingStore } from '../../dist/redis/index.js';

const { ISSUER, CLIENT_ID, PORT, RING, REDIS, OFF } = process.env;
let now = Number(process.env.NOW);
let isDoomed = false;

class ToldClock extends Clock {
  now() {
    return now + Number(OFF) * 1000;
  }

  monotonic() {
    return now;
  }
}

/** Is killed, when its time has come, between taking the lock and writing the ring. */
class MortalStore extends FileKeyRingStore {
  #isSaving = false;

  load() {
    if (isDoomed && this.#isSaving) process.kill(process.pid, 'SIGKILL');
    return super.load();
  }

  async save(...content) {
    this.#isSaving = true;
    return super.save(...content).finally(() => (this.#isSaving = false));
  }
}

const app = await NestFactory.create(
  CriiptoAuthModule.forRoot({
    issuer: ISSUER,
    clientId: CLIENT_ID,
    baseUrl: `http://localhost:${PORT}`,
    session: { secret: 'a secret that is long enough for everyone' },
    keys: {
      ring: {
        store: REDIS ? new RedisKeyRingStore({ url: REDIS }) : new MortalStore(RING),
        encryptionKey: 'a secret that is long enough, really',
        algorithm: 'ES256',
      },
    },
    http: { allowInsecureLoopback: true },
    providers: [{ provide: Clock, useClass: ToldClock }],
  }),
  { logger: ['error'] },
);
await app.listen(Number(PORT), 'localhost');

const problems = [];
app.get(AuthEvents).on('keys.problem', ({ message }) => problems.push(message));

const COMMANDS = {
  /** It is another time now, and nothing else happened yet. */
  time: (time) => void (now = time),
  /** What its timer does once a minute. */
  refresh: () => app.get(KeyProvider).refresh(),
  die: () => {
    isDoomed = true;
    return app.get(KeyProvider).refresh();
  },
  list: () => app.get(KeyRotationService).list(),
  signs: async () => (await app.get(KeyProvider).signer()).kid,
  problems: () => problems,
  rotate: (force) => app.get(KeyRotationService).rotate({ force }),
  revoke: (kid) => app.get(KeyRotationService).revoke(kid),
  stop: () => app.close(),
};

process.on('message', ([command, argument]) => {
  void Promise.resolve(COMMANDS[command](argument))
    .then(
      (answer) => process.send({ answer }),
      (error) => process.send({ failure: error.message }),
    )
    .then(() => command === 'stop' && process.disconnect());
});
process.send({ answer: 'ready' });
