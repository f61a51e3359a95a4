import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

import { withoutByteOrderMark } from '../common/byte-order-mark.js';
import type { CliIo } from './command.js';

/** The environment, with what `.env` in the current folder adds to it. What is set already wins. */
export async function environmentOf({ env, folder }: CliIo): Promise<CliIo['env']> {
  if (folder === undefined) return env;
  const text = await readFile(join(folder, '.env'), 'utf8').catch(() => '');
  return { ...parseEnv(withoutByteOrderMark(text)), ...env };
}
