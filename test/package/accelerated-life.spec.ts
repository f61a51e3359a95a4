import { mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { FakeCriipto } from '../../lib/testing/index.js';
import { Browser, locationOf } from '../support/browser.js';
import { fakeDate } from '../support/fake-date.js';
import { freePort } from '../support/free-port.js';
import { JwksProxy } from '../support/jwks-proxy.js';
import { DAY } from '../support/key-records.js';
import { RotatingApp } from '../support/rotating-app.js';
import { CLIENT_ID } from '../support/test-app.js';

const START = Date.parse('2026-01-15T12:00:00Z') / 1000;
const LEAD = DAY;
/** What the library adds to lead and lag. */
const SETTLING = 120;
const ROTATIONS = 12;
/** The rotation in which an instance dies. */
const FATAL = 5;

describe.each([
  ['clocks that agree', [0, 0, 0, 0]],
  ['one clock that is half a minute late', [0, -30, 0, 0]],
])('four instances on one ring in a file, with %s', (_name, clocks) => {
  const failures: string[] = [];
  let now = START;
  let folder: string;
  let fake: FakeCriipto;
  let jwks: JwksProxy;
  let apps: RotatingApp[] = [];
  let logins = 0;

  beforeAll(async () => {
    // The fake lives in this time, too; everything but the date goes on as it does.
    fakeDate(START * 1000);
    folder = await mkdtemp(join(tmpdir(), 'accelerated-'));
    jwks = await JwksProxy.start();
    fake = await FakeCriipto.start({ clientKeysCache: LEAD });
    for (const off of clocks) apps.push(await anInstance(off));
  }, 60_000);

  afterAll(async () => {
    for (const app of apps) await app.stop();
    await fake.stop();
    await jwks.stop();
    await rm(folder, { recursive: true });
    jest.useRealTimers();
  });

  async function anInstance(off: number, port?: number): Promise<RotatingApp> {
    return RotatingApp.start({
      issuer: fake.issuer,
      clientId: CLIENT_ID,
      port: port ?? (await freePort()),
      ring: join(folder, 'ring.json'),
      now: now * 1000,
      off,
    });
  }

  async function moveTo(seconds: number): Promise<void> {
    now = seconds;
    jest.setSystemTime(now * 1000);
    for (const app of apps) await app.ask('time', now * 1000);
  }

  /** Every instance looks after the ring at once, so that each wants to make what is due. */
  async function refreshAll(): Promise<void> {
    await Promise.all(apps.map((app) => app.ask('refresh')));
  }

  /** Somebody logs in at each instance. */
  async function everybodyLogsIn(when: string): Promise<void> {
    for (const { url } of apps) {
      const browser = new Browser();
      logins += 1;
      try {
        const begin = await browser.navigate(`${url}/auth/login`);
        const callback = await fake.approve(locationOf(begin));
        const end = await browser.navigate(callback.url);
        if (end.headers.get('location') !== `${url}/`) failures.push(`${when}: ${end.status}`);
      } catch (error) {
        failures.push(`${when}: ${String(error)}`);
      }
    }
  }

  let fetches = 0;
  /** The provider has forgotten our keys, and at the next login fetches them from this instance. */
  async function keysComeFrom(app: RotatingApp): Promise<void> {
    jwks.target = app.url;
    await fake.register({
      clientId: CLIENT_ID,
      redirectUris: apps.map(({ url }) => `${url}/auth/callback`),
      jwksUri: `${jwks.url}?${(fetches += 1)}`,
    });
  }

  const instance = (nth: number) => {
    const app = apps[nth % apps.length];
    if (app) return app;
    throw new Error('There are no instances');
  };

  async function keyThat(state: string) {
    const key = (await instance(0).ask('list')).find((each) => each.state === state);
    if (key) return key;
    throw new Error(`No key is ${state}`);
  }

  /** The next key is made by one instance, at the worst moment for a provider that just fetched from another. */
  async function takeOver(made: number, nth: number): Promise<void> {
    await moveTo(made - 1);
    await keysComeFrom(instance(nth + 1));
    await everybodyLogsIn('before the next key is made');
    await moveTo(made);
    if (nth === FATAL) await dieAndComeBack(instance(nth));
    await refreshAll();
    await everybodyLogsIn('when the next key is made');
    const { activatesAt } = await keyThat('published');
    for (const around of [-1, 0, 29, 30]) {
      await moveTo(activatesAt + around);
      await everybodyLogsIn(`${around} s from the change`);
    }
    await refreshAll();
  }

  /** What it leaves behind is its lock, which the others find to be old after a while. */
  async function dieAndComeBack(victim: RotatingApp): Promise<void> {
    await victim.die();
    apps = apps.filter((app) => app !== victim);
    const lock = join(folder, 'ring.json.lock');
    expect((await stat(lock)).isFile()).toBe(true);
    const others = refreshAll();
    await everybodyLogsIn('while a dead instance holds the lock');
    await utimes(lock, START, START);
    await others;
    apps.push(await anInstance(victim.settings.off, victim.settings.port));
  }

  it('let everybody in: a dozen rotations, a revocation, and one killed in mid-rotation', async () => {
    await keysComeFrom(instance(0));
    await refreshAll();
    for (let nth = 0; nth < ROTATIONS; nth += 1) {
      const { activatesAt } = await keyThat('active');
      await moveTo(activatesAt + 45 * DAY);
      await everybodyLogsIn('between two changes');
      // By a clock that is late it is due later.
      await takeOver(activatesAt + 90 * DAY - LEAD - SETTLING + 30, nth);
    }

    const { kid, activatesAt } = await keyThat('active');
    await moveTo(activatesAt + 3600);
    await everybodyLogsIn('before the revocation');
    await instance(0).ask('revoke', kid);
    await refreshAll();
    await everybodyLogsIn('after the revocation');

    expect(failures).toEqual([]);
    expect(logins).toBeGreaterThan(ROTATIONS * 7 * clocks.length);
    const refused = fake.requests.all.filter(({ status }) => status === 401);
    expect(refused).toEqual([]);
    const signed = fake.requests.all.flatMap(({ assertion }) => assertion?.header['kid'] ?? []);
    expect(new Set(signed).size).toBe(ROTATIONS + 1);
  }, 120_000);
});
