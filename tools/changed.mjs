// Runs the specs that are nearest to what differs from the last commit, in seconds. All that have to do
// with it are more: `npm run unit -- --onlyChanged`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { nearestSpecs } from './nearest-specs.mjs';

const files = lines('git', ['ls-files', '--cached', '--others', '--exclude-standard']).filter(
  existsSync,
);
const changed = lines('git', ['diff', '--name-only', 'HEAD'])
  .concat(lines('git', ['ls-files', '--others', '--exclude-standard']))
  .filter((file) => file.endsWith('.ts') && existsSync(file));

const near = new Map(changed.map((file) => [file, specsOf(file)]));
const alone = changed.filter((file) => near.get(file)?.length === 0);
const specs = new Set([...near.values()].flat().concat(alone.length > 0 ? related(alone) : []));
if (specs.size === 0) console.log('Nothing that differs from the last commit has a spec');
else process.exitCode = jest('inherit', '--runTestsByPath', ...specs).status ?? 1;

function specsOf(file) {
  return file.endsWith('.spec.ts') ? [file] : nearestSpecs(file, files).flat();
}

/** Of files that have no spec in their folder. */
function related(sources) {
  const args = ['--selectProjects', 'unit', '--listTests', '--findRelatedTests', ...sources];
  return jest('pipe', ...args)
    .stdout.split('\n')
    .filter((line) => line.endsWith('.spec.ts'));
}

function jest(stdout, ...args) {
  const command = ['run', '--silent', 'jest', '--', '--ci', ...args];
  return spawnSync('npm', command, { encoding: 'utf8', stdio: ['ignore', stdout, 'inherit'] });
}

function lines(program, args) {
  const { stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '');
}
