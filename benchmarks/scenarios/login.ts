import { Fleet } from '../driver/fleet.js';
import { type Effort, inTurns, type Report, ratios, type Scenario, summarise } from './scenario.js';

const WARM_UP = 3000;
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
    const operations = LOGINS * effort.scale;
    for (const app of fleet.apps) {
      const load = { operations: WARM_UP * effort.scale, parallel: PARALLEL };
      await app.measure(load, () => app.newBrowser().logIn());
    }
    const outcomes = await inTurns(effort.rounds, fleet.apps, (app) =>
      app.measure({ operations, parallel: PARALLEL }, () => app.newBrowser().logIn()),
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
        { label: 'per second', digits: 0 },
        { label: 'p50, ms', digits: 1 },
        { label: 'p99, ms', digits: 1 },
        { label: 'failed', digits: 0 },
      ],
      rows: summaries.map((one) => ({
        name: one.contestant.name,
        figures: [
          one.summary.cpuMicroseconds / 1000,
          ...ratios(summaries, one),
          one.summary.perSecond,
          one.summary.p50,
          one.summary.p99,
          one.summary.failures,
        ],
      })),
      notes: [
        `The provider saw ${logins} logins and ${pushedRequests} pushed requests, and refused ${refusals}.`,
        ...summaries.flatMap(({ contestant, summary }) =>
          summary.firstFailure ? [`${contestant.name}: ${summary.firstFailure}`] : [],
        ),
      ],
    };
  } finally {
    await fleet.stop();
  }
}
