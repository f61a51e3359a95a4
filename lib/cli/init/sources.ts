import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { exists, type NestApplication } from './application.js';
import { type Done, left, wrote } from './done.js';
import { sources } from './templates.js';

/** The module with its options, and a page that asks for a login. */
export async function addSources(application: NestApplication): Promise<readonly Done[]> {
  const done: Done[] = [];
  for (const [name, text] of Object.entries(sources(application))) {
    const file = `${application.sourceRoot}/${name}`;
    const path = join(application.folder, file);
    if (await exists(path)) {
      done.push(left(file, 'it is there already'));
      continue;
    }
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
    done.push(
      wrote(file, name.includes('profile') ? 'GET /me, for who is logged in' : 'yours to change'),
    );
  }
  return done;
}
