import { Fleet, type RunningApp } from '../driver/fleet.js';
import type { Outcome } from '../driver/load.js';
import { runPaced } from '../driver/pace.js';
import type { Report, Row } from '../report/report.js';
import { percentile } from '../report/statistics.js';
import { type Effort, type Scenario, some } from './scenario.js';

const WARM_UP = 2000;
const LOGINS_PER_SECOND = 200;
const PAGES_PER_SECOND = 200;
const SECONDS = 10;

/** What users who are not logging in notice of 200 logins a second: signing must not hold them up. */
export const bystander: Scenario = { name: 'bystander', run: measureBystander };

async function measureBystander(effort: Effort): Promise<Report> {
  const fleet = await Fleet.start(effort.contestants);
  const seconds = effort.isQuick ? 0.1 : SECONDS;
  try {
    const rows: Row[] = [];
    const problems: string[] = [];
    for (const app of fleet.apps) {
      const warmUp = { operations: some(WARM_UP, effort), parallel: 8 };
      await app.measure(warmUp, () => app.newBrowser().logIn());
      await app.measure(warmUp, () => app.newBrowser().see('/plain'));
      const alone = await visit(app, seconds);
      const [beside, logins] = await Promise.all([visit(app, seconds), logIn(app, seconds)]);
      rows.push({
        name: app.contestant.name,
        figures: [
          ...[alone, beside].flatMap(({ latencies }) =>
            [50, 99].map((p) => percentile(latencies, p)),
          ),
          logins.operations / logins.seconds,
          percentile(logins.latencies, 99),
          alone.failures + beside.failures + logins.failures,
        ],
      });
      for (const { firstFailure } of [alone, beside, logins])
        if (firstFailure) problems.push(`${app.contestant.name}: ${firstFailure}`);
    }
    return {
      title: `A page without a guard, alone and beside ${LOGINS_PER_SECOND} logins a second`,
      columns: [
        { label: 'alone: p50, ms', digits: 2 },
        { label: 'p99, ms', digits: 2 },
        { label: 'beside logins: p50, ms', digits: 2 },
        { label: 'p99, ms', digits: 2 },
        { label: 'logins per second', digits: 0 },
        { label: 'their p99, ms', digits: 0 },
        { label: 'failed', digits: 0 },
      ],
      rows,
      problems,
    };
  } finally {
    await fleet.stop();
  }
}

function visit(app: RunningApp, seconds: number): Promise<Outcome> {
  return runPaced({ perSecond: PAGES_PER_SECOND, seconds }, () => app.newBrowser().see('/plain'));
}

function logIn(app: RunningApp, seconds: number): Promise<Outcome> {
  return runPaced({ perSecond: LOGINS_PER_SECOND, seconds }, () => app.newBrowser().logIn());
}
