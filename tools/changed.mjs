// Runs the specs that are nearest to what differs from the last commit, in seconds. All that have to do
// with it are more: `npm run unit -- --onlyChanged`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { nearestSpecs, specsThatImport } from './nearest-specs.mjs';

const files = lines('git', ['ls-files', '--cached', '--others', '--exclude-standard']).filter(
  existsSync,
);
const changed = lines('git', ['diff', '--name-only', 'HEAD'])
  .concat(lines('git', ['ls-files', '--others', '--exclude-standard']))
  .filter((file) => file.endsWith('.ts') && existsSync(file));

const specs = new Set(changed.flatMap(specsOf));
if (specs.size === 0) console.log('Nothing that differs from the last commit has a spec');
else process.exitCode = run(specs);

/** Those in its folder, or else those beside the code that have the shortest way to it. */
function specsOf(file) {
  if (file.endsWith('.spec.ts')) return [file];
  const inFolder = nearestSpecs(file, files).flat();
  if (inFolder.length > 0) return inFolder;
  return specsThatImport(file, files).filter((spec) => spec.startsWith('lib/'));
}

function run(paths) {
  const jest = ['run', '--silent', 'jest', '--', '--ci', '--runTestsByPath', ...paths];
  return spawnSync('npm', jest, { stdio: 'inherit' }).status ?? 1;
}

function lines(program, args) {
  const { stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '');
}
