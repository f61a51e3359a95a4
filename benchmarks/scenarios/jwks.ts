import { Fleet, type MeasuredOutcome, type RunningApp } from '../driver/fleet.js';
import type { Report } from '../report/report.js';
import { median } from '../report/statistics.js';
import {
  type Effort,
  inTurns,
  ours,
  problemsOf,
  type Scenario,
  some,
  SPEED_COLUMNS,
  speedFigures,
  summarise,
} from './scenario.js';

const WARM_UP = 10_000;
const REQUESTS = 4000;
const PARALLEL = 8;

interface Pair {
  readonly bare: MeasuredOutcome;
  readonly jwks: MeasuredOutcome;
}

/** Our public keys, beside a Nest route that answers as much and does nothing for it. */
export const jwks: Scenario = { name: 'jwks', run: measureJwks };

async function measureJwks(effort: Effort): Promise<Report> {
  const fleet = await Fleet.start(ours(effort));
  try {
    const fetchFrom = (app: RunningApp, path: string, requests: number) => {
      const browser = app.newBrowser();
      const load = { operations: some(requests, effort), parallel: PARALLEL };
      return app.measure(load, () => browser.see(path));
    };
    const both = async (app: RunningApp, requests: number): Promise<Pair> => ({
      bare: await fetchFrom(app, '/plain-keys', requests),
      jwks: await fetchFrom(app, '/.well-known/jwks.json', requests),
    });
    for (const app of fleet.apps) await both(app, WARM_UP);
    return report(await inTurns(effort.rounds, fleet.apps, (app) => both(app, REQUESTS)));
  } finally {
    await fleet.stop();
  }
}

function report(outcomes: ReadonlyMap<RunningApp, readonly Pair[]>): Report {
  const summaries = Array.from(outcomes, ([{ contestant }, pairs]) => ({
    contestant,
    bare: summarise(pairs.map((pair) => pair.bare)),
    jwks: summarise(pairs.map((pair) => pair.jwks)),
    throughput: median(pairs.map((pair) => pair.bare.seconds / pair.jwks.seconds)),
    cpu: median(pairs.map((pair) => pair.jwks.cpuMicroseconds / pair.bare.cpuMicroseconds)),
  }));
  return {
    title: 'The public keys, beside a bare route that answers as much',
    columns: [
      { label: 'bare route, µs of CPU', digits: 0 },
      { label: 'JWKS, µs', digits: 0 },
      { label: 'CPU × bare', digits: 2 },
      { label: 'throughput × bare', digits: 2 },
      ...SPEED_COLUMNS,
    ],
    rows: summaries.map((one) => ({
      name: one.contestant.name,
      figures: [
        one.bare.cpuMicroseconds,
        one.jwks.cpuMicroseconds,
        one.cpu,
        one.throughput,
        ...speedFigures(one.jwks),
      ],
    })),
    problems: summaries.flatMap((one) => problemsOf(one.contestant, one.bare, one.jwks)),
  };
}
