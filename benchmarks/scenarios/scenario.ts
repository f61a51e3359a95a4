import type { Contestant } from '../driver/contestants.js';
import type { MeasuredOutcome, RunningApp } from '../driver/fleet.js';
import type { Column, Report } from '../report/report.js';
import { median, percentile } from '../report/statistics.js';

/** How much is measured: a smoke test needs little, figures to quote need more. */
export interface Effort {
  readonly rounds: number;
  /** Whether it only has to be seen that everything works. */
  readonly isQuick: boolean;
  readonly contestants: readonly Contestant[];
}

export interface Scenario {
  readonly name: string;
  readonly run: (effort: Effort) => Promise<Report>;
}

/** Operations, of the usual number. */
export function some(usual: number, { isQuick }: Effort): number {
  return isQuick ? Math.ceil(usual / 200) : usual;
}

export function ours({ contestants }: Effort): readonly Contestant[] {
  return contestants.filter(({ kind }) => kind === 'ours');
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

/** How quick it was, as most tables end. */
export const SPEED_COLUMNS: readonly Column[] = [
  { label: 'per second', digits: 0 },
  { label: 'p50, ms', digits: 2 },
  { label: 'p99, ms', digits: 2 },
  { label: 'failed', digits: 0 },
];

export function speedFigures({ perSecond, p50, p99, failures }: Summary): number[] {
  return [perSecond, p50, p99, failures];
}

/** What went wrong, by whose fault. */
export function problemsOf({ name }: Contestant, ...summaries: readonly Summary[]): string[] {
  return summaries
    .filter(({ failures }) => failures > 0)
    .map(({ failures, firstFailure }) => `${name}: ${failures} failed, the first: ${firstFailure}`);
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
