/** What a benchmark may ask of an application's process, and what it answers. */
export type Question = 'usage' | 'collect-garbage';

export interface Usage {
  /** User and system time of the whole process, all its threads included. */
  readonly cpuMicroseconds: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

/** Says that the application listens, and from then on answers for it. */
export function reportReady(): void {
  process.on('message', (question: Question) => {
    if (question === 'collect-garbage') globalThis.gc?.();
    process.send?.(usage());
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
