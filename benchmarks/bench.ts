import { parseArgs } from 'node:util';

import { chooseContestants } from './driver/contestants.js';
import { asTable } from './report/table.js';
import { guard } from './scenarios/guard.js';
import { login, loginPar } from './scenarios/login.js';
import type { Effort } from './scenarios/scenario.js';

const SCENARIOS = [login, loginPar, guard];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    only: { type: 'string' },
    against: { type: 'string' },
  },
});
const effort: Effort = {
  rounds: Number(values.rounds ?? (values.quick ? 2 : 7)),
  scale: values.quick ? 0.1 : 1,
  contestants: chooseContestants({ only: values.only, against: values.against }),
};

for (const scenario of SCENARIOS) {
  if (positionals.length > 0 && !positionals.includes(scenario.name)) continue;
  const report = await scenario.run(effort);
  console.log(`\n## ${scenario.name}: ${report.title}\n\n${asTable(report)}\n`);
  for (const note of report.notes ?? []) console.log(note);
}
