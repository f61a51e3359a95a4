import type { Contestant } from '../driver/contestants.js';
import type { MeasuredOutcome, RunningApp } from '../driver/fleet.js';
import { median, percentile } from '../report/statistics.js';

/** How much is measured: a smoke test needs little, figures to quote need more. */
export interface Effort {
  readonly rounds: number;
  /** By which the usual number of operations is multiplied. */
  readonly scale: number;
  readonly contestants: readonly Contestant[];
}

export interface Scenario {
  readonly name: string;
  readonly run: (effort: Effort) => Promise<Report>;
}

export interface Column {
  readonly label: string;
  /** Digits after the point. */
  readonly digits: number;
}

/** What a scenario found: a table, its rows by name. */
export interface Report {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly notes?: readonly string[];
}

export interface Row {
  readonly name: string;
  /** In the order of the columns; `undefined` where there is none. */
  readonly figures: readonly (number | undefined)[];
}

/** All that several rounds of one application came to. */
export interface Summary {
  readonly cpuMicroseconds: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly failures: number;
  readonly firstFailure: string | undefined;
}

export function summarise(outcomes: readonly MeasuredOutcome[]): Summary {
  const latencies = outcomes.flatMap((outcome) => outcome.latencies);
  return {
    cpuMicroseconds: median(outcomes.map((outcome) => outcome.cpuMicroseconds)),
    perSecond: median(outcomes.map(({ operations, seconds }) => operations / seconds)),
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    failures: outcomes.reduce((sum, outcome) => sum + outcome.failures, 0),
    firstFailure: outcomes.find((outcome) => outcome.firstFailure)?.firstFailure,
  };
}

/** Measures all of them again and again in turn, so that what disturbs the machine disturbs each of them. */
export async function inTurns<T>(
  rounds: number,
  apps: readonly RunningApp[],
  once: (app: RunningApp) => Promise<T>,
): Promise<ReadonlyMap<RunningApp, readonly T[]>> {
  const results = new Map(apps.map((app): [RunningApp, T[]] => [app, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [app, outcomes] of results) outcomes.push(await once(app));
  }
  return results;
}

export interface Comparison {
  readonly contestant: Contestant;
  readonly figure: number;
}

/** How often the best peer, and the floor, would fit into a figure; less is better. */
export function ratios(all: readonly Comparison[], { figure }: Comparison): (number | undefined)[] {
  const of = (kind: Contestant['kind']) =>
    all.filter(({ contestant }) => contestant.kind === kind).map((one) => one.figure);
  return [of('peer'), of('floor')].map((figures) =>
    figures.length > 0 ? figure / Math.min(...figures) : undefined,
  );
}
