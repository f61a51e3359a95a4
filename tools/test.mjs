// Runs every check and every suite, and stops once something fails. With `check` it runs the checks only, and
// with `all` also what takes longer. The last line counts: a check is one test.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';

import { suite } from './suite/suite.mjs';
import { watchedRun } from './suite/watched-run.mjs';

/** What others need: the sample has its types from what was built. */
const FIRST = ['build'];
/** Those that take longest come first. */
const CHECKS = ['lint', 'unused', 'api:check', 'typecheck', 'layers', 'format:check'];
const SUITES = ['unit', 'e2e', 'conformance', 'package'];
const LONG_SUITES = ['applications', 'browsers', 'browser', 'long'];
/**
 * That the packed package is right for who installs it, that no case of before is gone, and that the benchmarks still
 * run: what they find is for people to read.
 */
const LONG_CHECKS = [['attw', 'publint'], ['cases'], ['bench:quick']];
const RESULTS = 'temp/results';
/** Seconds that a command may go without a sign of progress: more than any test may take by itself. */
const LIMIT = 300;

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const total = { passed: 0, failed: 0 };
const times = [];

const mode = process.argv[2];
if (mode === 'check') await allOf(FIRST, CHECKS);
else if (mode === 'all')
  await allOf(
    ['set-up'],
    ['set-up:browsers'],
    FIRST,
    CHECKS,
    () => runSuites([...SUITES, ...LONG_SUITES]),
    ...LONG_CHECKS,
  );
else await allOf(['set-up'], FIRST, CHECKS, () => runSuites(SUITES));

console.log(`\n${times.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** Commands of one group run beside each other. */
async function allOf(...groups) {
  for (const group of groups) {
    await (typeof group === 'function' ? group() : sideBySide(group));
    if (total.failed > 0) return;
  }
}

async function sideBySide(names) {
  const waiting = [...names];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      await timed(name, command);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

function runSuites(suites) {
  return timed('suites', () => suite(suites, { folder: RESULTS, limit: LIMIT }));
}

async function timed(name, run) {
  const start = performance.now();
  const { passed, failed } = await run(name);
  times.push(`${((performance.now() - start) / 1000).toFixed(1).padStart(7)} s  ${name}`);
  total.passed += passed;
  total.failed += failed;
}

/** What it says is of interest when it fails. */
async function command(name) {
  const log = `${RESULTS}/${name.replace(':', '-')}.log`;
  const { succeeded, stoodStill } = await watchedRun(['npm', 'run', '--silent', name], {
    progress: log,
    limit: LIMIT,
    log,
  });
  console.log(`── ${name}${succeeded ? '' : ' failed'}`);
  if (!succeeded) console.log(readFileSync(log, 'utf8'));
  if (stoodStill) console.log(`${name} stood still for ${LIMIT} s, and was ended`);
  return succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
