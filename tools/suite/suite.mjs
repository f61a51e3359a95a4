import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { watchedRun } from './watched-run.mjs';

const REPORTER = fileURLToPath(new URL('./progress-reporter.mjs', import.meta.url));

/**
 * Runs projects of jest, all in one run so that no processor idles, and counts their tests. A run in
 * which nothing has begun or ended for `limit` seconds is ended, which counts as a failure.
 *
 * @param {readonly string[]} projects
 * @param {object} settings
 * @param {string} settings.folder where the results go
 * @param {number} settings.limit
 * @param {readonly string[]} [settings.jest] more arguments for jest
 */
export async function suite(projects, { folder, limit, jest = [] }) {
  const results = `${folder}/suites.json`;
  const progress = `${folder}/running.json`;
  process.env['SUITE_PROGRESS'] = progress;
  const reporters = ['--reporters=default', `--reporters=${REPORTER}`];
  const { succeeded, stoodStill } = await watchedRun(
    [
      'npm',
      'run',
      '--silent',
      'jest',
      '--',
      '--ci',
      '--selectProjects',
      ...projects,
      ...jest,
    ].concat(reporters, ['--json', `--outputFile=${results}`]),
    { progress, limit },
  );
  if (stoodStill) console.error(`\n${standstill(progress, limit)}`);
  const { passed, failed } = countsIn(results);
  // Jest can fail without a failed test: when it finds none, for example.
  return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
}

/** Which specs were running, and which case of each if it was in one. */
function standstill(progress, limit) {
  const running = Object.entries(JSON.parse(readOr(progress, '{}')));
  const lines = running.map(([spec, title]) => `  ${spec}${title === null ? '' : `: ${title}`}`);
  const what = lines.length === 0 ? 'while no spec was running' : `in\n${lines.join('\n')}`;
  return `The suite stood still for ${limit} s, and was ended, ${what}`;
}

function countsIn(file) {
  const results = JSON.parse(readOr(file, 'null')); // nothing, if jest ended before it wrote any
  if (results === null) return { passed: 0, failed: 0 };
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites, // files that do not load
  };
}

function readOr(file, otherwise) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
