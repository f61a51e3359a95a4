// Runs every check and every suite, one after the other, and stops at the first that fails.
// `node tools/test.mjs check` runs the checks only. The last line counts: a check is one test.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

const CHECKS = [
  'build', // first: the sample has its types from what was built
  'format:check',
  'lint',
  'typecheck',
  'layers',
  'publint',
  'attw',
  'api:check',
  'unused',
];
const SUITES = ['unit', 'e2e', 'conformance', 'browser', 'package'];
/** That the benchmarks still run. What they find is for people to read. */
const SMOKE = ['bench:quick'];
const RESULTS = 'temp/results';

const steps = process.argv[2] === 'check' ? CHECKS : ['set-up', ...CHECKS, ...SUITES, ...SMOKE];

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const total = { passed: 0, failed: 0 };
const times = [];
for (const name of steps) {
  console.log(`\n── ${name}`);
  const start = performance.now();
  const { passed, failed } = SUITES.includes(name) ? suite(name) : check(name);
  times.push(`${((performance.now() - start) / 1000).toFixed(1).padStart(7)} s  ${name}`);
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) break;
}

console.log(`\n${times.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

function check(name) {
  return npmRun(name) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function suite(name) {
  const file = `${RESULTS}/${name}.json`;
  const succeeded = npmRun(name, '--', '--json', `--outputFile=${file}`);
  const { passed, failed } = countsIn(file);
  // Jest can fail without a failed test: when it finds none, for example.
  return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
}

function countsIn(file) {
  try {
    const results = JSON.parse(readFileSync(file, 'utf8'));
    return {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites, // files that do not load
    };
  } catch {
    return { passed: 0, failed: 0 }; // jest ended before it wrote any
  }
}

function npmRun(...args) {
  const { status } = spawnSync('npm', ['run', '--silent', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0;
}
