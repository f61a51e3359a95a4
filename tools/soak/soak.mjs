// Runs for long, or with `--quick` for less than a minute, and fails when a promise of docs/reliability.md was broken.
// `logins` (the default): logins while parts fail; `abandoned`: logins that nobody finishes, and what they leave behind.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

import { soakAbandoned } from './abandoned.mjs';
import { soakLogins } from './logins.mjs';

// Whoever stops it stops all that it started.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    count: { type: 'string' },
    parallel: { type: 'string', default: '16' },
    minutes: { type: 'string' },
    store: { type: 'string' },
    fault: { type: 'string', default: '' },
  },
});
const [mode = 'logins'] = positionals;
const parallel = Number(values.parallel);

const MODES = {
  logins: () =>
    soakLogins({
      store: values.store ?? 'redis',
      only: values.fault,
      logins: Number(values.count ?? (values.quick ? 300 : 10_000)),
      parallel,
      restMs: values.quick ? 1000 : 15_000,
      minMs: Number(values.minutes ?? (values.quick ? 0.3 : 8)) * 60_000,
    }),
  abandoned: () =>
    soakAbandoned({
      logins: Number(values.count ?? (values.quick ? 2000 : 1_000_000)),
      parallel,
      store: values.store ?? 'memory',
      maxMs: Number(values.minutes ?? Infinity) * 60_000,
    }),
};
const STORES = { logins: ['redis', 'postgres'], abandoned: ['memory', 'redis', 'postgres'] };
assertOneOf(mode, Object.keys(MODES));
if (values.store !== undefined) assertOneOf(values.store, STORES[mode]);

const results = await MODES[mode]();
const report = {
  mode,
  date: new Date().toISOString().slice(0, 16),
  node: process.version,
  machine: `${cpus().length} × ${cpus()[0].model}`,
  ...results,
};
mkdirSync('temp', { recursive: true });
writeFileSync(`temp/soak-${mode}-${report.store}.json`, JSON.stringify(report, null, 2));
console.log(JSON.stringify(report, null, 2));
const broken = brokenPromises(report);
console.log(broken.length === 0 ? 'Every promise held.' : `Broken: ${broken.join('; ')}`);
process.exit(broken.length === 0 ? 0 : 1);

function assertOneOf(written, known) {
  if (!known.includes(written)) throw new Error(`${written} is none of ${known.join(', ')}`);
}

function brokenPromises(seen) {
  return [
    ['a wrong user', seen.wrongUsers?.length],
    ['a lost session', seen.lostSessions?.length],
    ['a session that outlived its end', seen.revivedSessions?.length],
    ['a stranger who was believed', seen.strangersTokens?.believed],
    ['a second token request for a code', seen.secondTokenRequests],
    ['a failure without an outage', seen.unexplained?.length],
    ['no recovery', seen.hasRecovered === false],
    ['memory that grows', seen.isFlat === false],
  ].flatMap(([name, found]) => (found ? [`${name} (${found})`] : []));
}
