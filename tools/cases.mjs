// Fails when a case of an earlier version did not run. Of what `npm test` ran, or of the results of jest
// that are named: `npm run cases -- unit.json e2e.json`. What was renamed since is in cases/renamed.json.
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { casesIn, missingCases } from './cases/compare.mjs';

const KEPT = new URL('./cases/', import.meta.url);

const results = process.argv.slice(2);
const ran = (results.length > 0 ? results : ['temp/results/suites.json']).flatMap((file) =>
  casesIn(JSON.parse(readFileSync(file, 'utf8'))),
);
const renamed = Object.entries(JSON.parse(readFileSync(new URL('renamed.json', KEPT), 'utf8')));

for (const list of readdirSync(KEPT).filter((name) => name.endsWith('.txt.gz'))) {
  const before = gunzipSync(readFileSync(new URL(list, KEPT)))
    .toString()
    .trim()
    .split('\n');
  const missing = missingCases(before, ran, renamed);
  console.log(`${before.length - missing.length} of ${before.length} cases of ${list} ran`);
  if (missing.length === 0) continue;
  console.error(`Missing:\n${missing.map((name) => `  ${name}`).join('\n')}`);
  process.exitCode = 1;
}
