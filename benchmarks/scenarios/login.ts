import { Fleet } from '../driver/fleet.js';
import type { Report } from '../report/report.js';
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
const WARM_UP = 8000;
const LOGINS = 400;
const PARALLEL = 8;

/** Both legs of a login, each by a browser that was never there before. */
export const login: Scenario = {
  name: 'login',
  run: (effort) => measureLogins(effort, { pushed: false }),
};

/** The same with a pushed authorization request: two client assertions instead of one. */
export const loginPar: Scenario = {
  name: 'login-par',
  run: (effort) => measureLogins(effort, { pushed: true }),
};

async function measureLogins(effort: Effort, { pushed }: { pushed: boolean }): Promise<Report> {
  const fleet = await Fleet.start(effort.contestants, { pushed });
  try {
    for (const app of fleet.apps) {
      const load = { operations: some(WARM_UP, effort), parallel: PARALLEL };
      await app.measure(load, () => app.newBrowser().logIn());
    }
    const load = { operations: some(LOGINS, effort), parallel: PARALLEL };
    const outcomes = await inTurns(effort.rounds, fleet.apps, (app) =>
      app.measure(load, () => app.newBrowser().logIn()),
    );
    const summaries = Array.from(outcomes, ([{ contestant }, measured]) => {
      const summary = summarise(measured);
      return { contestant, summary, figure: summary.cpuMicroseconds };
    });
    const { logins, pushedRequests, refusals } = await fleet.providerCounts();
    return {
      title: pushed
        ? 'A login whose request is pushed (PAR)'
        : 'A login: both legs, private_key_jwt with RS256',
      columns: [
        { label: 'CPU, ms', digits: 3 },
        { label: '× best peer', digits: 2 },
        { label: '× floor', digits: 2 },
        ...SPEED_COLUMNS,
      ],
      rows: summaries.map((one) => ({
        name: one.contestant.name,
        figures: [
          one.summary.cpuMicroseconds / 1000,
          ...ratios(summaries, one),
          ...speedFigures(one.summary),
        ],
      })),
      plotted: 'CPU, ms',
      notes: [`The provider saw ${logins} logins and ${pushedRequests} pushed requests.`],
      problems: [
        ...(refusals === 0 ? [] : [`The provider refused ${refusals} requests`]),
        ...summaries.flatMap(({ contestant, summary }) => problemsOf(contestant, summary)),
      ],
    };
  } finally {
    await fleet.stop();
  }
}
