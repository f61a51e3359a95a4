import { join } from 'node:path';

import { generateKey } from '../../keys/material/generate-key.js';
import { writePrivateFile } from '../private-file.js';
import { privateJwks } from '../private-jwks.js';
import { exists, type NestApplication } from './application.js';
import { type Done, left, wrote } from './done.js';

export const KEY_FILE = 'criipto-key.json';

/** The private key, which only its owner can read. */
export async function addKey({ folder }: NestApplication): Promise<readonly Done[]> {
  const path = join(folder, KEY_FILE);
  if (await exists(path)) return [left(KEY_FILE, 'it is there already')];
  await writePrivateFile(path, privateJwks([await generateKey('RS256', 2048)]));
  return [wrote(KEY_FILE, 'a private key, which only you can read')];
}
