import { Fleet, type FleetOptions, type RunningApp } from '../driver/fleet.js';
import type { Contestant } from '../driver/contestants.js';
import { Redis } from '../driver/redis.js';
import type { Report, Row } from '../report/report.js';
import { type Effort, ours, problemsOf, type Scenario, some, summarise } from './scenario.js';

const WARM_UP = 3000;
const LOGINS = 20_000;
/** Of ours: by then, whatever is kept of each would show. */
const VERY_MANY = 1_000_000;
const PARALLEL = 8;

/** Logins that nobody finishes: what they cost, and what is left of them. */
export const beginOnly: Scenario = { name: 'begin-only', run: measureBeginnings };

interface Beginnings {
  readonly rows: readonly Row[];
  readonly problems: readonly string[];
}

async function measureBeginnings(effort: Effort): Promise<Report> {
  const redis = await Redis.start();
  try {
    const inMemory = await measureOf(effort.contestants, effort);
    const onRedis = await measureOf(ours(effort), effort, { redis: redis.url });
    return {
      title: 'Logins that are begun and abandoned',
      columns: [
        { label: 'logins', digits: 0 },
        { label: 'CPU, µs', digits: 0 },
        { label: 'bytes of cookies', digits: 0 },
        { label: 'heap before, MB', digits: 1 },
        { label: 'heap after, MB', digits: 1 },
        { label: 'kept of each, bytes', digits: 1 },
        { label: 'resident after, MB', digits: 0 },
      ],
      rows: [
        ...inMemory.rows,
        ...onRedis.rows.map(({ name, figures }) => ({ name: `${name}, with Redis`, figures })),
      ],
      notes: [`Redis has ${await redis.entries()} entries after all that.`],
      problems: [...inMemory.problems, ...onRedis.problems],
    };
  } finally {
    await redis.stop();
  }
}

async function measureOf(
  contestants: readonly Contestant[],
  effort: Effort,
  options?: FleetOptions,
): Promise<Beginnings> {
  const fleet = await Fleet.start(contestants, options);
  const rows: Row[] = [];
  const problems: string[] = [];
  try {
    for (const app of fleet.apps) {
      await abandon(app, some(WARM_UP, effort));
      const logins = howMany(app, effort);
      const before = await app.usageWithoutGarbage();
      const outcome = await abandon(app, logins);
      const after = await app.usageWithoutGarbage();
      const summary = summarise([outcome]);
      problems.push(...problemsOf(app.contestant, summary));
      const figures = [
        logins,
        summary.cpuMicroseconds,
        await cookieBytes(app),
        before.heapBytes / 1e6,
        after.heapBytes / 1e6,
        (after.heapBytes - before.heapBytes) / logins,
        after.residentBytes / 1e6,
      ];
      rows.push({ name: app.contestant.name, figures });
    }
  } finally {
    await fleet.stop();
  }
  return { rows, problems };
}

function howMany({ contestant }: RunningApp, effort: Effort): number {
  const isForLong = contestant.name === 'nestjs-criipto-auth on Fastify' && !effort.isQuick;
  return isForLong ? VERY_MANY : some(LOGINS, effort);
}

function abandon(app: RunningApp, operations: number) {
  return app.measure({ operations, parallel: PARALLEL }, async () => {
    await app.newBrowser().beginLogin();
  });
}

async function cookieBytes(app: RunningApp): Promise<number> {
  const browser = app.newBrowser();
  await browser.beginLogin();
  return browser.jar.header.length;
}
