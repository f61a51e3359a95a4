import { Fleet, type RunningApp } from '../driver/fleet.js';
import type { Column, Report } from '../report/report.js';
import { median } from '../report/statistics.js';
import { added, addedWithUser, GuardedPages, type Triple } from './guarded-pages.js';
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
const COLUMNS: readonly Column[] = [
  { label: 'without guard, µs of CPU', digits: 0 },
  { label: 'guarded, µs', digits: 0 },
  { label: 'added, µs', digits: 1 },
  { label: '× best peer', digits: 2 },
  { label: '× floor', digits: 2 },
  { label: 'its user as JSON, µs', digits: 0 },
  { label: 'added with the user, µs', digits: 1 },
  { label: '× best peer', digits: 2 },
  { label: '× floor', digits: 2 },
  ...SPEED_COLUMNS,
];

/**
 * What it costs that a page wants to know who is there: a guarded page less one without a guard. Once the page
 * answers who it is alone, and once the whole user as JSON.
 */
export const guard: Scenario = { name: 'guard', run: measureGuard };

async function measureGuard(effort: Effort): Promise<Report> {
  const fleet = await Fleet.start(effort.contestants);
  try {
    const pages = await GuardedPages.of(fleet, effort);
    for (const app of fleet.apps) await pages.visitAll(app, WARM_UP);
    const outcomes = await inTurns(effort.rounds, fleet.apps, (app) =>
      pages.visitAll(app, REQUESTS),
    );
    return report(outcomes);
  } finally {
    await fleet.stop();
  }
}

function report(outcomes: ReadonlyMap<RunningApp, readonly Triple[]>): Report {
  const summaries = Array.from(outcomes, ([{ contestant }, triples]) => ({
    contestant,
    plain: summarise(triples.map((triple) => triple.plain)),
    guarded: summarise(triples.map((triple) => triple.guarded)),
    user: summarise(triples.map((triple) => triple.user)),
    figure: median(triples.map(added)),
    figureWithUser: median(triples.map(addedWithUser)),
  }));
  const withUser = summaries.map(({ contestant, figureWithUser: figure }) => ({
    contestant,
    figure,
  }));
  return {
    title: 'A guarded page, its user in the session',
    columns: COLUMNS,
    rows: summaries.map((one) => ({
      name: one.contestant.name,
      figures: [
        one.plain.cpuMicroseconds,
        one.guarded.cpuMicroseconds,
        one.figure,
        ...ratios(summaries, one),
        one.user.cpuMicroseconds,
        one.figureWithUser,
        ...ratios(withUser, { contestant: one.contestant, figure: one.figureWithUser }),
        ...speedFigures(one.guarded),
      ],
    })),
    plotted: 'added, µs',
    problems: summaries.flatMap(({ contestant, plain, guarded, user }) =>
      problemsOf(contestant, plain, guarded, user),
    ),
  };
}
