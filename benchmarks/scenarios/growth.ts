import { Fleet, type FleetOptions, type RunningApp } from '../driver/fleet.js';
import type { Column, Report, Row } from '../report/report.js';
import { type Effort, ours, problemsOf, some, type Summary, summarise } from './scenario.js';

const LOGINS = 2000;
const PARALLEL = 8;

/** How the cost of something grows with how many there are of something else. */
export interface Growth {
  readonly title: string;
  /** Of the figures that follow the number. */
  readonly columns: readonly Column[];
  /** What there are more and more of. */
  readonly label: string;
  readonly counts: readonly number[];
  /** The one that shows whether it works at all. */
  readonly quick: number;
  readonly options: (count: number) => FleetOptions;
  readonly measure: (app: RunningApp) => Promise<Measured>;
}

export interface Measured {
  readonly figures: readonly number[];
  readonly summaries: readonly Summary[];
}

/** Measures our applications with each number in turn, started anew for each. */
export async function measureGrowth(growth: Growth, effort: Effort): Promise<Report> {
  const rows: Row[] = [];
  const problems: string[] = [];
  for (const count of effort.isQuick ? [growth.quick] : growth.counts) {
    const fleet = await Fleet.start(ours(effort), growth.options(count));
    try {
      for (const app of fleet.apps) {
        const { figures, summaries } = await growth.measure(app);
        rows.push({ name: app.contestant.name, figures: [count, ...figures] });
        problems.push(...problemsOf(app.contestant, ...summaries));
      }
    } finally {
      await fleet.stop();
    }
  }
  const columns = [{ label: growth.label, digits: 0 }, ...growth.columns];
  return { title: growth.title, columns, rows, problems };
}

/** Logins, after as many to warm up. */
export function measureLogins(app: RunningApp, effort: Effort): Promise<Summary> {
  return measureWarm(app, some(LOGINS, effort), () => app.newBrowser().logIn());
}

export async function measureWarm(
  app: RunningApp,
  operations: number,
  operation: () => Promise<void>,
): Promise<Summary> {
  const load = { operations, parallel: PARALLEL };
  await app.measure(load, operation);
  return summarise([await app.measure(load, operation)]);
}
