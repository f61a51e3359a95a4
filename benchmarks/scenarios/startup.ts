import type { StartupSettings, StartupTimes } from '../apps/startup-settings.js';
import { Child } from '../driver/child.js';
import type { Report, Row } from '../report/report.js';
import { median } from '../report/statistics.js';
import type { Effort, Scenario } from './scenario.js';

/** How much longer an application takes to start. Each time in a new process. */
export const startup: Scenario = { name: 'startup', run: measureStartup };

async function measureStartup({ rounds }: Effort): Promise<Report> {
  const bare: StartupTimes[] = [];
  const withLibrary: StartupTimes[] = [];
  await startOnce({ withLibrary: true }); // fills the caches of the disk
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await startOnce({ withLibrary: false }));
    withLibrary.push(await startOnce({ withLibrary: true }));
  }
  return {
    title: 'The start of an application on Fastify',
    columns: [
      { label: 'import of Nest, ms', digits: 0 },
      { label: 'import of the package, ms', digits: 0 },
      { label: 'its CPU, ms', digits: 0 },
      { label: 'create and init, ms', digits: 0 },
      { label: 'resident, MB', digits: 0 },
    ],
    rows: [row('a bare Nest app', bare), row('with nestjs-criipto-auth', withLibrary)],
    problems: [],
  };
}

async function startOnce(settings: StartupSettings): Promise<StartupTimes> {
  const child = await Child.start('apps/startup.js', settings);
  try {
    return (await child.ask('times')) as StartupTimes; // see apps/startup.ts
  } finally {
    await child.stop();
  }
}

function row(name: string, times: readonly StartupTimes[]): Row {
  const of = (figure: keyof StartupTimes) => median(times.map((each) => each[figure]));
  return {
    name,
    figures: [
      of('importNest'),
      of('importLibrary'),
      of('importLibraryCpu'),
      of('start'),
      of('residentMegabytes'),
    ],
  };
}
