import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { freePort } from '../support/free-port.js';
import { DAY } from '../support/key-records.js';
import { RedisServer } from '../support/redis-server.js';
import { RotatingApp } from '../support/rotating-app.js';
import { CLIENT_ID } from '../support/test-app.js';

/** Where the ring is, and how somebody keeps a copy and restores it. */
interface RingPlace {
  readonly ring: () => string;
  backUp(): Promise<unknown>;
  restore(): Promise<void>;
}

/** A client of Redis needs a moment to find out that Redis is back. */
async function refreshed(app: RotatingApp): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await app.ask('refresh');
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(50);
    }
  }
}

let folder: string;
let redis: RedisServer;
let rings = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ring-faults-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  rings += 1;
  redis = await RedisServer.start();
});
afterEach(() => redis.stop());

const file = () => join(folder, `ring-${rings}.json`);

const FILE: RingPlace = {
  ring: file,
  backUp: () => copyFile(file(), `${file()}.copy`),
  restore: () => rename(`${file()}.copy`, file()),
};

/** A snapshot is what Redis has when it is killed and starts again: what came after it is gone. */
const REDIS: RingPlace = {
  ring: () => redis.url,
  backUp: () => redis.tell('SAVE'),
  restore: () => redis.restart(),
};

describe.each([
  ['a file', FILE],
  ['Redis', REDIS],
])('instances in processes of their own, with a ring in %s', (_name, place) => {
  let apps: RotatingApp[] = [];

  afterEach(async () => {
    for (const app of apps) await app.stop();
    apps = [];
  });

  async function anInstance(off = 0): Promise<RotatingApp> {
    const app = await RotatingApp.start({
      issuer: 'http://127.0.0.1:1',
      clientId: CLIENT_ID,
      port: await freePort(),
      ring: place.ring(),
      now: Date.now(),
      off,
    });
    apps.push(app);
    return app;
  }

  async function looks(): Promise<unknown> {
    await Promise.all(apps.map(refreshed));
    return Promise.all(
      apps.map(async (app) => ({
        signs: await app.ask('signs'),
        published: (await app.published()).toSorted(),
      })),
    );
  }

  it('an older copy is restored: what was revoked stays so, at all of them and at one that starts', async () => {
    const [one, other] = [await anInstance(), await anInstance()];
    const leaked = await one.ask('signs');
    await place.backUp();
    const { activeKid } = await one.ask('revoke', leaked);
    await other.ask('refresh');
    await place.restore();

    const right = { signs: activeKid, published: [activeKid] };
    expect(await looks()).toEqual([right, right]);
    await anInstance();
    expect(await looks()).toEqual([right, right, right]);
    const problems = [...(await one.ask('problems')), ...(await other.ask('problems'))];
    expect(problems).toEqual([expect.stringContaining(`is so again (${leaked})`)]);
  });

  it('an older copy is restored: the key in use stays published, at all of them and at one that starts', async () => {
    const [one, other] = [await anInstance(), await anInstance()];
    const before = await one.ask('signs');
    await place.backUp();
    const { kid } = await one.ask('rotate', true);
    await one.ask('time', Date.now() + 1000);
    await other.ask('time', Date.now() + 1000);
    await other.ask('refresh');
    await place.restore();

    const right = { signs: kid, published: [before, kid].toSorted() };
    expect(await looks()).toEqual([right, right]);
    const third = await anInstance();
    expect(await third.published()).toContain(kid);
  });

  it('a clock three days ahead, started once: the active key stays for all', async () => {
    const one = await anInstance();
    const active = await one.ask('signs');
    const { kid: next } = await one.ask('rotate', false);
    const wrong = await anInstance(3 * DAY);
    await wrong.ask('refresh');
    expect((await wrong.published()).toSorted()).toEqual([active, next].toSorted());
    await wrong.stop();
    apps = [one];

    const right = { signs: active, published: [active, next].toSorted() };
    expect(await looks()).toEqual([right]);
    await anInstance();
    expect(await looks()).toEqual([right, right]);
  });
});
