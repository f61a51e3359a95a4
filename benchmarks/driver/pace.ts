import type { Outcome } from './load.js';

export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
}

/**
 * Starts operations by the clock, whether or not earlier ones are done, as people do. Each is timed from
 * when it was due, so that a server that stands still for a while is seen to.
 */
export async function runPaced(pace: Pace, operation: () => Promise<void>): Promise<Outcome> {
  const latencies: number[] = [];
  const failures: string[] = [];
  const total = pace.perSecond * pace.seconds;
  const start = performance.now();
  const underWay: Promise<unknown>[] = [];
  await new Promise<void>((allStarted) => {
    const timer = setInterval(() => {
      const due = Math.min(total, ((performance.now() - start) / 1000) * pace.perSecond);
      while (underWay.length < due) {
        const dueAt = start + (underWay.length / pace.perSecond) * 1000;
        underWay.push(
          operation().then(
            () => latencies.push(performance.now() - dueAt),
            (error: unknown) => failures.push(String(error)),
          ),
        );
      }
      if (underWay.length < total) return;
      clearInterval(timer);
      allStarted();
    }, 1);
  });
  await Promise.all(underWay);
  return {
    operations: total,
    seconds: (performance.now() - start) / 1000,
    latencies,
    failures: failures.length,
    firstFailure: failures[0],
  };
}
