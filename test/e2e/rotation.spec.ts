import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  Clock,
  CriiptoAuthModule,
  FileKeyRingStore,
  KeyProvider,
  KeyRotationService,
} from 'nestjs-criipto-auth';
import { FakeCriipto } from 'nestjs-criipto-auth/testing';

import { RingKeyProvider } from '../../lib/keys/ring/ring-keys.js';
import { Browser, locationOf } from '../support/browser.js';
import { fakeDate } from '../support/fake-date.js';
import { freePort } from '../support/free-port.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { JwksProxy } from '../support/jwks-proxy.js';
import { DAY } from '../support/key-records.js';
import { LogLines } from '../support/log-lines.js';
import { CLIENT_ID, testOptions } from '../support/test-app.js';
import { WrongClock } from '../support/wrong-clock.js';

const LEAD = DAY;
const ROTATIONS = 12;
/** What the library adds to lead and lag. */
const SETTLING = 120;

/** One instance of the application. */
class Instance {
  private constructor(
    readonly url: string,
    readonly app: INestApplication,
    readonly log: LogLines,
  ) {}

  static async start(
    port: number,
    fake: FakeCriipto,
    path: string,
    clock: Clock,
    adapter: AbstractHttpAdapter,
  ): Promise<Instance> {
    const url = `http://localhost:${port}`;
    const log = new LogLines();
    const module = await Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot({
          ...testOptions(fake.issuer, url),
          keys: {
            ring: {
              store: new FileKeyRingStore(path),
              encryptionKey: 'a secret that is long enough, really',
              publishLead: LEAD,
              algorithm: 'ES256',
            },
          },
        }),
      ],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .setLogger(log)
      .compile();
    const app = module.createNestApplication(adapter, { logger: log });
    await app.listen(port, 'localhost');
    return new Instance(url, app, log);
  }

  get rotation(): KeyRotationService {
    return this.app.get(KeyRotationService);
  }

  /** What its timer does once a minute, while time in a test jumps. */
  async refresh(): Promise<void> {
    const keys = this.app.get(KeyProvider);
    if (keys instanceof RingKeyProvider) await keys.refresh();
  }
}

describe.each(HTTP_ADAPTERS)(
  'keys that rotate on %s, at a provider that keeps its copy for as long as keys wait',
  (_name, adapter) => {
    let folder: string;
    let fake: FakeCriipto;
    let jwks: JwksProxy;
    let instances: readonly [Instance, Instance];
    const failures: string[] = [];
    let logins = 0;

    beforeAll(async () => {
      // The fake, too, lives in this time; everything but the date goes on as it does.
      fakeDate(Date.parse('2026-01-15T12:00:00Z'));
      folder = await mkdtemp(join(tmpdir(), 'rotation-'));
      jwks = await JwksProxy.start();
      fake = await FakeCriipto.start({ clientKeysCache: LEAD });
      const path = join(folder, 'ring.json');
      instances = [
        await Instance.start(await freePort(), fake, path, new WrongClock(0), adapter()),
        await Instance.start(await freePort(), fake, path, new WrongClock(-30), adapter()),
      ];
      await fetchKeysFrom(instances[0]);
    });

    afterAll(async () => {
      for (const { app } of instances) await app.close();
      await fake.stop();
      await jwks.stop();
      await rm(folder, { recursive: true });
      jest.useRealTimers();
    });

    let times = 0;
    /** The provider has no keys any more, and fetches them at the next login from this instance. */
    async function fetchKeysFrom({ url }: Instance): Promise<void> {
      jwks.target = url;
      await fake.register({
        clientId: CLIENT_ID,
        redirectUris: instances.map((instance) => `${instance.url}/auth/callback`),
        jwksUri: `${jwks.url}?${(times += 1)}`,
      });
    }

    /** Somebody logs in at each instance. */
    async function logInAt(seconds: number, when: string): Promise<void> {
      jest.setSystemTime(seconds * 1000);
      for (const { url } of instances) {
        const browser = new Browser();
        logins += 1;
        try {
          const begin = await browser.navigate(`${url}/auth/login`);
          const callback = await fake.approve(locationOf(begin));
          if (locationOf(await browser.navigate(callback.url)) !== `${url}/`) failures.push(when);
        } catch (error) {
          failures.push(`${when}: ${String(error)}`);
        }
      }
    }

    async function keyThat(state: string) {
      const key = (await instances[0].rotation.list()).find((each) => each.state === state);
      if (key) return key;
      throw new Error(`No key is ${state}`);
    }

    /** `made` is when the first instance makes the next key, and the second has not seen it for a minute. */
    async function takeOver(first: Instance, second: Instance, made: number): Promise<void> {
      await fetchKeysFrom(second);
      await logInAt(made - 1, 'before the next key is made');
      jest.setSystemTime(made * 1000);
      await first.refresh();
      await logInAt(made, 'when the next key is made');
      await fetchKeysFrom(second);
      await logInAt(made + 59, 'when the provider fetches at the worst moment');
      jest.setSystemTime((made + 60) * 1000);
      await second.refresh();
      await logInAt(made + 60, 'when every instance has the next key');
      const { activatesAt } = await keyThat('published');
      for (const around of [-1, 0, 29, 30]) {
        await logInAt(activatesAt + around, `${around} s from the change`);
      }
      for (const instance of instances) await instance.refresh();
    }

    it('lets everybody in, through a dozen rotations and a revocation', async () => {
      const [one, other] = instances;
      for (let nth = 0; nth < ROTATIONS; nth += 1) {
        const { activatesAt } = await keyThat('active');
        const due = activatesAt + 90 * DAY - LEAD - SETTLING;
        await logInAt(activatesAt + 45 * DAY, 'between two changes');
        // By the clock that is late it is due later.
        if (nth % 2) await takeOver(one, other, due);
        else await takeOver(other, one, due + 30);
      }

      const { kid, activatesAt } = await keyThat('active');
      const revokedAt = activatesAt + 3600;
      await logInAt(revokedAt, 'before the revocation');
      await one.rotation.revoke(kid);
      await other.refresh();
      await logInAt(revokedAt + 1, 'after the revocation');
      await takeOver(one, other, revokedAt + 2);

      expect(failures).toEqual([]);
      expect(logins).toBeGreaterThan(200);
      const signed = fake.requests.all.flatMap(({ assertion }) => assertion?.header['kid'] ?? []);
      expect(new Set(signed).size).toBe(ROTATIONS + 2);
    }, 120_000);
  },
);
