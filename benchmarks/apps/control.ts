export interface Usage {
  /** User and system time of the whole process, all its threads included. */
  readonly cpuMicroseconds: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

/** Answers to what only this application is asked. */
export type Answers = Readonly<Record<string, () => unknown>>;

/** Says that the application listens, and from then on answers for it. */
export function reportReady(own: Answers = {}): void {
  const answers: Answers = { usage, 'collect-garbage': usageWithoutGarbage, ...own };
  // Sent by Child alone.
  process.on('message', ({ id, question }: { id: number; question: string }) => {
    void Promise.resolve(answers[question]?.()).then((value) => process.send?.({ id, value }));
  });
  // An application must not outlive the benchmark.
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpuMicroseconds: user + system, residentBytes: rss, heapBytes: heapUsed };
}

/** Twice, since what the first collection finalises only goes with the second. */
function usageWithoutGarbage(): Usage {
  globalThis.gc?.();
  globalThis.gc?.();
  return usage();
}
