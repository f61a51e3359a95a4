// Runs the fixtures whose names contain the first argument, and prints what was counted.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { suite } from '../../../tools/suite/suite.mjs';

/** Seconds: more than jest takes to begin on a busy machine. */
const LIMIT = 10;

const folder = mkdtempSync(join(tmpdir(), 'stuck-'));
const config = ['--config', fileURLToPath(new URL('./jest.config.js', import.meta.url))];
const counts = await suite(['stuck'], {
  folder,
  limit: LIMIT,
  jest: [...config, '--testPathPatterns', process.argv[2] ?? ''],
});
rmSync(folder, { recursive: true });
console.log(JSON.stringify(counts));
