import { Fleet, type MeasuredOutcome, type RunningApp } from '../driver/fleet.js';
import { TOKENS_AT_A_TIME } from '../provider/provider-settings.js';
import type { Report } from '../report/report.js';
import { median } from '../report/statistics.js';
import {
  type Effort,
  inTurns,
  ours,
  problemsOf,
  type Scenario,
  some,
  summarise,
} from './scenario.js';

const WARM_UP_ROUNDS = 10;
const PARALLEL = 8;

interface Triple {
  readonly plain: MeasuredOutcome;
  readonly repeated: MeasuredOutcome;
  readonly fresh: MeasuredOutcome;
}

/** What it costs an API that tokens are verified: the same one again and again, and one that never came before. */
export const bearer: Scenario = { name: 'bearer', run: measureBearer };

async function measureBearer(effort: Effort): Promise<Report> {
  const fleet = await Fleet.start(ours(effort));
  const load = { operations: TOKENS_AT_A_TIME, parallel: PARALLEL };
  const once = async (app: RunningApp): Promise<Triple> => {
    const tokens = await fleet.freshTokens();
    const [known = ''] = tokens;
    const browser = app.newBrowser();
    const send = (token: string) => browser.see('/api', { authorization: `Bearer ${token}` });
    const left = tokens.values();
    return {
      plain: await app.measure(load, () => browser.see('/plain')),
      fresh: await app.measure(load, () => send(left.next().value ?? '')),
      repeated: await app.measure(load, () => send(known)),
    };
  };
  try {
    await inTurns(some(WARM_UP_ROUNDS, effort), fleet.apps, once);
    return report(await inTurns(effort.rounds, fleet.apps, once));
  } finally {
    await fleet.stop();
  }
}

function report(outcomes: ReadonlyMap<RunningApp, readonly Triple[]>): Report {
  const summaries = Array.from(outcomes, ([{ contestant }, triples]) => ({
    contestant,
    plain: summarise(triples.map((triple) => triple.plain)),
    repeated: summarise(triples.map((triple) => triple.repeated)),
    fresh: summarise(triples.map((triple) => triple.fresh)),
    addedByRepeated: median(triples.map((triple) => added(triple, 'repeated'))),
    addedByFresh: median(triples.map((triple) => added(triple, 'fresh'))),
  }));
  return {
    title: 'An API that takes bearer tokens',
    columns: [
      { label: 'without guard, µs of CPU', digits: 0 },
      { label: 'added by a token that came before, µs', digits: 0 },
      { label: 'by a fresh one, µs', digits: 0 },
      { label: 'fresh ones per second', digits: 0 },
      { label: 'p99, ms', digits: 2 },
    ],
    rows: summaries.map((one) => ({
      name: one.contestant.name,
      figures: [
        one.plain.cpuMicroseconds,
        one.addedByRepeated,
        one.addedByFresh,
        one.fresh.perSecond,
        one.fresh.p99,
      ],
    })),
    problems: summaries.flatMap(({ contestant, plain, repeated, fresh }) =>
      problemsOf(contestant, plain, repeated, fresh),
    ),
  };
}

function added(triple: Triple, kind: 'repeated' | 'fresh'): number {
  return triple[kind].cpuMicroseconds - triple.plain.cpuMicroseconds;
}
