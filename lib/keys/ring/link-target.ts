import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { nameOfThrown } from '../../errors/name-of-thrown.js';

/**
 * Where a path leads through all symbolic links, also when there is nothing yet: what is written there is
 * found by the link, which stays.
 *
 * @throws what `node:fs` does, such as `ELOOP`, or `ENOENT` without the folder.
 */
export async function linkTarget(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (nameOfThrown(error) !== 'ENOENT') throw error;
  }
  const folder = await realpath(dirname(path));
  const target = await targetOf(path);
  // It ends: what goes in circles is ELOOP.
  return target === undefined ? join(folder, basename(path)) : linkTarget(resolve(folder, target));
}

async function targetOf(path: string): Promise<string | undefined> {
  try {
    return await readlink(path);
  } catch (error) {
    if (nameOfThrown(error) === 'ENOENT') return undefined;
    throw error;
  }
}
