// Takes one check after the other out of the code, and tells which of them no test misses.
// `npm run mutate -- lib/login lib/oidc/validation/id-token.ts` is about those alone; `--quick` asks the nearest specs alone.
// What was found is kept in temp/mutation: a check that was missed is not tried again until its file changes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

import { mutantsOf } from './mutate/mutants.mjs';
import { nearestSpecs } from './nearest-specs.mjs';

const RESULTS = 'temp/mutation';
/** A test that never ends has noticed something too. */
const TIMEOUT = 10 * 60_000;

const args = process.argv.slice(2);
const isQuick = args.includes('--quick');
const wanted = args.filter((arg) => !arg.startsWith('--'));
const paths = wanted.length > 0 ? wanted : ['lib/oidc', 'lib/login'];

const files = trackedFiles();
const scratch = mkdtempSync(join(tmpdir(), 'mutate-'));
const sound = new Set();
const survivors = [];
try {
  copyTo(scratch);
  for (const file of sources()) survivors.push(...survivorsIn(file));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`\n${survivors.length} survived`);
for (const { file, line, what } of survivors) console.log(`${file}:${line}  ${what}`);
process.exitCode = survivors.length === 0 ? 0 : 1;

function survivorsIn(file) {
  const original = readFileSync(join(scratch, file), 'utf8');
  const known = killedBefore(file, original);
  const suites = suitesFor(file);
  const mutants = mutantsOf(file, original);
  const killed = new Set(mutants.map(idOf).filter((id) => known.has(id)));
  const left = mutants.filter((mutant) => !killed.has(idOf(mutant)));
  const survived = left.filter((mutant) => {
    const survives = suites.every((suite) => {
      mustPassAsItIs(suite);
      return passesWith(mutant, suite, original);
    });
    console.log(`${survives ? 'SURVIVED' : 'killed  '} ${file}:${mutant.line}  ${mutant.what}`);
    if (!survives) {
      killed.add(idOf(mutant));
      keep(file, original, killed);
    }
    return survives;
  });
  return survived;
}

function passesWith({ file, text }, suite, original) {
  writeFileSync(join(scratch, file), text);
  try {
    return passes(suite);
  } finally {
    writeFileSync(join(scratch, file), original);
  }
}

/** Or every mutant would count as noticed. */
function mustPassAsItIs(suite) {
  const name = suite.join(' ');
  if (sound.has(name)) return;
  if (!passes(suite)) throw new Error(`Fails as it is: ${name}`);
  sound.add(name);
}

/** The likeliest to notice first. */
function suitesFor(file) {
  const nearest = nearestSpecs(file, files).map((specs) =>
    ['unit', '--runTestsByPath'].concat(specs),
  );
  const related = ['unit', '--findRelatedTests', file];
  if (isQuick) return nearest.length > 0 ? nearest : [related];
  return [...nearest, related, ['conformance'], ['e2e', '--findRelatedTests', file]];
}

function passes([project, ...which]) {
  const { status } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--ci',
      '--bail',
      '--runInBand',
      '--passWithNoTests',
      '--env=<rootDir>/tools/mutate/fail-fast-environment.js',
      '--selectProjects',
      project,
      ...which,
    ],
    { cwd: scratch, stdio: 'ignore', timeout: TIMEOUT, killSignal: 'SIGKILL' },
  );
  return status === 0;
}

function sources() {
  return files
    .filter((file) => paths.some((path) => file === path || file.startsWith(`${path}/`)))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
}

/** The tree as it stands, without what git ignores: a mutant never touches it. */
function copyTo(directory) {
  for (const file of files) {
    if (!existsSync(file)) continue;
    mkdirSync(join(directory, dirname(file)), { recursive: true });
    cpSync(file, join(directory, file));
  }
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
}

function trackedFiles() {
  const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], {
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((file) => file !== '');
}

function killedBefore(file, original) {
  const path = resultsOf(file);
  if (!existsSync(path)) return new Set();
  const { of, killed } = JSON.parse(readFileSync(path, 'utf8'));
  return new Set(of === hashOf(original) ? killed : []);
}

function keep(file, original, killed) {
  mkdirSync(dirname(resultsOf(file)), { recursive: true });
  writeFileSync(
    resultsOf(file),
    JSON.stringify({ of: hashOf(original), killed: [...killed] }, undefined, 2),
  );
}

function resultsOf(file) {
  return join(RESULTS, dirname(file), `${basename(file, '.ts')}.json`);
}

function idOf({ line, what, text }) {
  return `${line} ${what} ${hashOf(text)}`;
}

function hashOf(text) {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}
