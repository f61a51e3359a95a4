// Builds the package and the benchmarks, and runs them. `npm run bench -- --quick` only sees that they work.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync, symlinkSync } from 'node:fs';

const PEERS = 'benchmarks/node_modules';
const LIBRARY = `${PEERS}/nestjs-criipto-auth`;

if (!areInstalled()) run('npm', ['ci'], { cwd: 'benchmarks' });
// What is measured is what was built here.
rmSync(LIBRARY, { force: true });
symlinkSync('../..', LIBRARY);
run('npx', ['nest', 'build']);
run('npx', ['tsc', '-p', 'benchmarks']);
run(process.execPath, ['benchmarks/dist/bench.js', ...process.argv.slice(2)]);

/** npm writes down what it installed, and when. */
function areInstalled() {
  const installed = `${PEERS}/.package-lock.json`;
  return (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync('benchmarks/package-lock.json').mtimeMs
  );
}

function run(command, args, options = {}) {
  const { status } = spawnSync(command, args, {
    ...options,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}
