import { parseArgs } from 'node:util';

import { chooseContestants } from './driver/contestants.js';
import { conditions } from './report/conditions.js';
import { asSection, type NamedReport, writeResults } from './report/write-results.js';
import { bearer } from './scenarios/bearer.js';
import { beginOnly } from './scenarios/begin-only.js';
import { bystander } from './scenarios/bystander.js';
import { clients } from './scenarios/clients.js';
import { guard } from './scenarios/guard.js';
import { guardPostgres, guardRedis } from './scenarios/guard-stored.js';
import { jwks } from './scenarios/jwks.js';
import { keys } from './scenarios/keys.js';
import { login, loginPar } from './scenarios/login.js';
import { loginStores } from './scenarios/login-stores.js';
import { parallel } from './scenarios/parallel.js';
import { rotation } from './scenarios/rotation.js';
import type { Effort } from './scenarios/scenario.js';
import { startup } from './scenarios/startup.js';

const SCENARIOS = [
  login,
  loginPar,
  loginStores,
  guard,
  guardRedis,
  guardPostgres,
  bearer,
  jwks,
  startup,
  rotation,
  bystander,
  parallel,
  keys,
  clients,
  beginOnly,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    only: { type: 'string' },
    against: { type: 'string' },
    out: { type: 'string', default: 'temp/benchmarks' },
  },
});
const effort: Effort = {
  rounds: Number(values.rounds ?? (values.quick ? 1 : 7)),
  isQuick: values.quick,
  contestants: chooseContestants({ only: values.only, against: values.against }),
};
const chosen = SCENARIOS.filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
);
if (chosen.length === 0)
  throw new Error(`Scenarios are ${SCENARIOS.map(({ name }) => name).join(', ')}`);

const start = await conditions();
const reports: NamedReport[] = [];
for (const scenario of chosen) {
  const report = { name: scenario.name, ...(await scenario.run(effort)) };
  console.log(`\n${asSection(report)}`);
  reports.push(report);
}
await writeResults(values.out, start, reports);
process.exitCode = reports.some(({ problems }) => problems.length > 0) ? 1 : 0;
