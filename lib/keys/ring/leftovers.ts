import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** No file takes as long to be written, nor lock to be broken. */
const OLD_MS = 60_000;

/**
 * Removes what processes that were killed left beside a file: the file that was to replace it, and the lock
 * that was being broken. Nothing depends on it, so that a folder in which nothing can be removed is no fault.
 */
export async function removeLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => isLeftover(each, basename(path)))) {
    const leftover = join(folder, name);
    if (await isOld(leftover)) await rm(leftover, { force: true }).catch(() => undefined);
  }
}

/** By the name, which ends in a `randomId()`. */
function isLeftover(name: string, of: string): boolean {
  return name.startsWith(`${of}.`) && /^(lock\.)?[\w-]{43}$/.test(name.slice(of.length + 1));
}

async function isOld(path: string): Promise<boolean> {
  try {
    // A clock that was set back must not keep it.
    return Math.abs(Date.now() - (await stat(path)).mtimeMs) > OLD_MS;
  } catch {
    return false; // gone meanwhile
  }
}
