import { Fleet, type RunningApp } from '../driver/fleet.js';
import type { Report } from '../report/report.js';
import {
  type Effort,
  inTurns,
  problemsOf,
  type Scenario,
  some,
  summarise,
  type Summary,
} from './scenario.js';

const WARM_UP = 2000;
const LOGINS = 1024;
const AT_A_TIME = [1, 8, 64, 512];

/** How the cost of a login grows with how many are under way. */
export const parallel: Scenario = { name: 'parallel', run: measureParallel };

async function measureParallel(effort: Effort): Promise<Report> {
  const fleet = await Fleet.start(effort.contestants);
  const rounds = Math.ceil(effort.rounds / 2);
  const steps = effort.isQuick ? AT_A_TIME.slice(0, 2) : AT_A_TIME;
  const logIn = (app: RunningApp, operations: number, atATime: number) =>
    app.measure({ operations, parallel: atATime }, () => app.newBrowser().logIn());
  try {
    for (const app of fleet.apps) await logIn(app, some(WARM_UP, effort), 8);
    const summaries = new Map<RunningApp, Summary[]>(fleet.apps.map((app) => [app, []]));
    for (const atATime of steps) {
      const operations = Math.max(atATime, some(LOGINS, effort));
      const outcomes = await inTurns(rounds, fleet.apps, (app) => logIn(app, operations, atATime));
      for (const [app, measured] of outcomes) summaries.get(app)?.push(summarise(measured));
    }
    return {
      title: 'Logins in parallel: CPU and the slowest hundredth',
      columns: steps.flatMap((atATime) => [
        { label: `${atATime}: CPU, ms`, digits: 2 },
        { label: 'p99, ms', digits: 0 },
      ]),
      rows: Array.from(summaries, ([{ contestant }, each]) => ({
        name: contestant.name,
        figures: each.flatMap(({ cpuMicroseconds, p99 }) => [cpuMicroseconds / 1000, p99]),
      })),
      problems: Array.from(summaries, ([{ contestant }, each]) =>
        problemsOf(contestant, ...each),
      ).flat(),
    };
  } finally {
    await fleet.stop();
  }
}
