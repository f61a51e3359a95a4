import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isJsonObject, parseJson } from '../../common/json.js';
import { type NestApplication, textIn } from './application.js';
import { added, type Done, left, toDo } from './done.js';

const FILE = 'package.json';
const NAME = 'start:fake';
const SCRIPT = 'criipto-auth fake -- nest start';

/** The one command that starts the fake and the application. */
export async function addScript({ folder }: NestApplication): Promise<readonly Done[]> {
  const path = join(folder, FILE);
  const text = (await textIn(path)) ?? '';
  const manifest = parseJson(text);
  const scripts = isJsonObject(manifest) ? (manifest['scripts'] ?? {}) : undefined;
  if (!isJsonObject(manifest) || !isJsonObject(scripts))
    return [toDo(FILE, `add the script "${NAME}": "${SCRIPT}"`)];
  if (NAME in scripts) return [left(FILE, `it has a script ${NAME} already`)];
  const changed = { ...manifest, scripts: { ...scripts, [NAME]: SCRIPT } };
  const [, indent = '  '] = /^\{\r?\n([ \t]+)"/.exec(text) ?? [];
  const end = /\s*$/.exec(text)?.[0] ?? '';
  await writeFile(path, JSON.stringify(changed, null, indent) + end);
  return [added(FILE, `the script ${NAME}`)];
}
