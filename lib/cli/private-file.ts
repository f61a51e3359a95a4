import { open, rm } from 'node:fs/promises';

import { CommandError } from './command.js';

/**
 * Writes a file that only its owner can read, and never over another.
 *
 * @throws {CommandError} where there is a file already.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  // Exclusive creation: no gap between looking and writing, and no symbolic link is followed.
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw new CommandError(`${path} ${reasonOf(error)}`);
  });
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw new CommandError(`${path} ${reasonOf(error)}`);
  } finally {
    await file.close();
  }
}

function reasonOf(error: unknown): string {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'EEXIST') return 'exists already and was left as it is: give another name';
  if (code === 'ENOENT') return 'cannot be written: its folder does not exist';
  return `cannot be written${typeof code === 'string' ? ` (${code})` : ''}`;
}
