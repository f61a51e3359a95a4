import { Fleet, type RunningApp } from '../driver/fleet.js';
import type { Report } from '../report/report.js';
import { median } from '../report/statistics.js';
import { added, GuardedPages, type Pair } from './guarded-pages.js';
import {
  type Effort,
  inTurns,
  problemsOf,
  ratios,
  type Scenario,
  SPEED_COLUMNS,
  speedFigures,
  summarise,
} from './scenario.js';

const WARM_UP = 20_000;
const REQUESTS = 4000;

/** What it costs that a page wants to know who is there: a guarded page less one without a guard. */
export const guard: Scenario = { name: 'guard', run: measureGuard };

async function measureGuard(effort: Effort): Promise<Report> {
  const fleet = await Fleet.start(effort.contestants);
  try {
    const pages = await GuardedPages.of(fleet, effort);
    for (const app of fleet.apps) await pages.visitBoth(app, WARM_UP);
    const outcomes = await inTurns(effort.rounds, fleet.apps, (app) =>
      pages.visitBoth(app, REQUESTS),
    );
    return report(outcomes);
  } finally {
    await fleet.stop();
  }
}

function report(outcomes: ReadonlyMap<RunningApp, readonly Pair[]>): Report {
  const summaries = Array.from(outcomes, ([{ contestant }, pairs]) => ({
    contestant,
    plain: summarise(pairs.map((pair) => pair.plain)),
    guarded: summarise(pairs.map((pair) => pair.guarded)),
    figure: median(pairs.map(added)),
  }));
  return {
    title: 'A guarded page, its user in the session',
    columns: [
      { label: 'without guard, µs of CPU', digits: 0 },
      { label: 'guarded, µs', digits: 0 },
      { label: 'added, µs', digits: 1 },
      { label: '× best peer', digits: 2 },
      { label: '× floor', digits: 2 },
      ...SPEED_COLUMNS,
    ],
    rows: summaries.map((one) => ({
      name: one.contestant.name,
      figures: [
        one.plain.cpuMicroseconds,
        one.guarded.cpuMicroseconds,
        one.figure,
        ...ratios(summaries, one),
        ...speedFigures(one.guarded),
      ],
    })),
    plotted: 'added, µs',
    problems: summaries.flatMap(({ contestant, plain, guarded }) =>
      problemsOf(contestant, plain, guarded),
    ),
  };
}
