import type { Contestant } from '../driver/contestants.js';
import { Fleet, type MeasuredOutcome, type RunningApp } from '../driver/fleet.js';
import type { ProviderCounts } from '../provider/provider-settings.js';
import type { Column, Report } from '../report/report.js';
import {
  type Effort,
  inTurns,
  problemsOf,
  ratios,
  type Scenario,
  some,
  SPEED_COLUMNS,
  speedFigures,
  summarise,
} from './scenario.js';

/** Until then a login gets cheaper with each thousand, whoever makes it. */
export const WARM_UP = 5000;
/** While nobody else is served: all that a processor remembers is of the one application. */
const IN_A_ROW = 3000;
/** Of each round, with all others in between. */
export const IN_TURNS = 400;
export const PARALLEL = 8;

interface Kind {
  readonly pushed: boolean;
  /** Of each contestant, one after the other: V8 does not make the same code of the same program every time. */
  readonly processes: number;
}

/** Both legs of a login, each by a browser that was never there before. */
export const login: Scenario = {
  name: 'login',
  run: (effort) => measureLogins(effort, { pushed: false, processes: effort.isQuick ? 1 : 3 }),
};

/** The same with a pushed authorization request: two client assertions instead of one. */
export const loginPar: Scenario = {
  name: 'login-par',
  run: (effort) => measureLogins(effort, { pushed: true, processes: 1 }),
};

/** What one process of a contestant did. */
interface ProcessOutcomes {
  readonly inARow: MeasuredOutcome;
  readonly inTurns: readonly MeasuredOutcome[];
}

async function measureLogins(effort: Effort, { pushed, processes }: Kind): Promise<Report> {
  const outcomes = new Map<Contestant, ProcessOutcomes[]>(
    effort.contestants.map((contestant) => [contestant, []]),
  );
  const counts: ProviderCounts[] = [];
  for (let started = 0; started < processes; started += 1) {
    const fleet = await Fleet.start(effort.contestants, { pushed });
    try {
      for (const [{ contestant }, one] of await outcomesOf(fleet, effort))
        outcomes.get(contestant)?.push(one);
      counts.push(await fleet.providerCounts());
    } finally {
      await fleet.stop();
    }
  }
  return reportOf(outcomes, counts, pushed);
}

async function outcomesOf(
  fleet: Fleet,
  effort: Effort,
): Promise<ReadonlyMap<RunningApp, ProcessOutcomes>> {
  const logIn = (app: RunningApp, logins: number) =>
    app.measure({ operations: some(logins, effort), parallel: PARALLEL }, () =>
      app.newBrowser().logIn(),
    );
  const rows = new Map<RunningApp, MeasuredOutcome>();
  for (const app of fleet.apps) {
    await logIn(app, WARM_UP);
    rows.set(app, await logIn(app, IN_A_ROW));
  }
  const rounds = await inTurns(effort.rounds, fleet.apps, (app) => logIn(app, IN_TURNS));
  return new Map(
    Array.from(rows, ([app, inARow]) => [app, { inARow, inTurns: rounds.get(app) ?? [] }]),
  );
}

const RATIOS: readonly Column[] = [
  { label: '× best peer', digits: 2 },
  { label: '× floor', digits: 2 },
];

function reportOf(
  outcomes: ReadonlyMap<Contestant, readonly ProcessOutcomes[]>,
  counts: readonly ProviderCounts[],
  pushed: boolean,
): Report {
  const measured = Array.from(outcomes, ([contestant, each]) => ({
    contestant,
    turns: summarise(each.flatMap(({ inTurns: rounds }) => rounds)),
    processes: each.map(({ inTurns: rounds }) => summarise(rounds).cpuMicroseconds / 1000),
    row: summarise(each.map(({ inARow }) => inARow)),
  }));
  const figures = (pace: 'turns' | 'row') =>
    measured.map((one) => ({ contestant: one.contestant, figure: one[pace].cpuMicroseconds }));
  const total = (count: (counted: ProviderCounts) => number) =>
    counts.reduce((sum, counted) => sum + count(counted), 0);
  const refusals = total((counted) => counted.refusals);
  return {
    title: pushed
      ? 'A login whose request is pushed (PAR)'
      : 'A login: both legs, private_key_jwt with RS256',
    columns: [
      { label: 'CPU, ms', digits: 3 },
      ...RATIOS,
      { label: 'least process', digits: 3 },
      { label: 'most', digits: 3 },
      { label: 'in a row: CPU, ms', digits: 3 },
      ...RATIOS,
      ...SPEED_COLUMNS,
    ],
    rows: measured.map(({ contestant, turns, processes, row }) => ({
      name: contestant.name,
      figures: [
        turns.cpuMicroseconds / 1000,
        ...ratios(figures('turns'), { contestant, figure: turns.cpuMicroseconds }),
        Math.min(...processes),
        Math.max(...processes),
        row.cpuMicroseconds / 1000,
        ...ratios(figures('row'), { contestant, figure: row.cpuMicroseconds }),
        ...speedFigures(turns),
      ],
    })),
    plotted: 'CPU, ms',
    notes: [
      `The provider saw ${total((counted) => counted.logins)} logins and ${total((counted) => counted.pushedRequests)} pushed requests.`,
    ],
    problems: [
      ...(refusals === 0 ? [] : [`The provider refused ${refusals} requests`]),
      ...measured.flatMap(({ contestant, turns, row }) => problemsOf(contestant, turns, row)),
    ],
  };
}
