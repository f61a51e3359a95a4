import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type NestApplication, textIn } from './application.js';
import { added, type Done, left } from './done.js';
import { KEY_FILE } from './key.js';

const FILE = '.gitignore';
const SECRETS = [KEY_FILE, '.env'];

/** Before there is anything to keep: no secret is for version control. */
export async function ignoreSecrets({ folder }: NestApplication): Promise<readonly Done[]> {
  const text = (await textIn(join(folder, FILE))) ?? '';
  const lines = text.split(/\r?\n/).map((line) => line.trim().replace(/^\//, ''));
  const missing = SECRETS.filter((name) => !lines.includes(name));
  if (missing.length === 0) return [left(FILE, 'it ignores the key and .env already')];
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  await appendFile(join(folder, FILE), `${gap}${missing.join('\n')}\n`);
  return [added(FILE, missing.join(' and '))];
}
