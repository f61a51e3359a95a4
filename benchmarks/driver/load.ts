export interface Load {
  readonly operations: number;
  /** How many are under way at a time. */
  readonly parallel: number;
}

export interface Outcome {
  readonly operations: number;
  readonly seconds: number;
  /** Milliseconds of each operation that succeeded. */
  readonly latencies: readonly number[];
  readonly failures: number;
  /** The first thing that went wrong. */
  readonly firstFailure: string | undefined;
}

/** Repeats an operation, so many at a time. */
export async function runLoad(load: Load, operation: () => Promise<void>): Promise<Outcome> {
  const latencies: number[] = [];
  const failures: string[] = [];
  let left = load.operations;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      await operation().then(
        () => latencies.push(performance.now() - start),
        (error: unknown) => failures.push(String(error)),
      );
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: load.parallel }, worker));
  return {
    operations: load.operations,
    seconds: (performance.now() - start) / 1000,
    latencies,
    failures: failures.length,
    firstFailure: failures[0],
  };
}
