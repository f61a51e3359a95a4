import { Fleet, type RunningApp } from '../driver/fleet.js';
import type { Report } from '../report/report.js';
import { type Effort, problemsOf, type Scenario, some, summarise } from './scenario.js';

const WARM_UP = 3000;
const LOGINS = 20_000;
/** Of ours: by then, whatever is kept of each would show. */
const VERY_MANY = 1_000_000;
const PARALLEL = 8;

/** Logins that nobody finishes: what they cost, and what is left of them. */
export const beginOnly: Scenario = { name: 'begin-only', run: measureBeginnings };

async function measureBeginnings(effort: Effort): Promise<Report> {
  const fleet = await Fleet.start(effort.contestants);
  try {
    const rows = [];
    const problems = [];
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
      rows,
      problems,
    };
  } finally {
    await fleet.stop();
  }
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
