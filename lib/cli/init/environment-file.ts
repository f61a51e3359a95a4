import { randomBytes } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

import { writePrivateFile } from '../private-file.js';
import { type NestApplication, textIn } from './application.js';
import { added, type Done, left, wrote } from './done.js';
import { KEY_FILE } from './key.js';

const FILE = '.env';

/** What the application reads, each with what it is. Nothing of it has to be true for the fake. */
const VARIABLES: readonly (readonly [name: string, value: () => string, comment: string])[] = [
  ['CRIIPTO_DOMAIN', () => 'acme.criipto.id', 'Your domain in the dashboard'],
  [
    'CRIIPTO_CLIENT_ID',
    () => 'urn:my:application:identifier:1234',
    '"Client ID/Realm" of your application in the dashboard',
  ],
  ['CRIIPTO_KEY_FILE', () => KEY_FILE, 'The private key'],
  ['SESSION_SECRET', () => randomBytes(32).toString('base64'), 'Seals the cookies'],
];

/** Adds what is missing, and changes nothing that is there. */
export async function addEnvironment({ folder }: NestApplication): Promise<readonly Done[]> {
  const path = join(folder, FILE);
  const text = await textIn(path);
  const present = parseEnv(text ?? '');
  const missing = VARIABLES.filter(([name]) => present[name] === undefined);
  const names = missing.map(([name]) => name).join(', ');
  const lines = missing.map(([name, value, comment]) => `# ${comment}\n${name}=${value()}\n`);
  if (missing.length === 0) return [left(FILE, 'it has all that is needed')];
  if (text === undefined) {
    await writePrivateFile(path, lines.join(''));
    return [wrote(FILE, names)];
  }
  await appendFile(path, `${text === '' || text.endsWith('\n') ? '' : '\n'}${lines.join('')}`);
  return [added(FILE, names)];
}
