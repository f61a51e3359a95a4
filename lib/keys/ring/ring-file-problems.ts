import { dirname } from 'node:path';

import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';

/** Why the file of a ring cannot be read, and what to do. */
export function unreadable(path: string, error: unknown): CriiptoAuthError {
  return unavailable(path, `read (${nameOfThrown(error)})${adviceOnReading(error)}`);
}

/** Why it cannot be written, and what to do. */
export function unwritable(path: string, error: unknown): CriiptoAuthError {
  return unavailable(path, `written (${nameOfThrown(error)})${adviceOnWriting(path, error)}`);
}

function adviceOnReading(error: unknown): string {
  switch (nameOfThrown(error)) {
    case 'EACCES':
    case 'EPERM':
      return `: let ${user()} read it`;
    case 'EISDIR':
      return ', since it is a folder: give the path of a file in it';
    case 'ENOTDIR':
    case 'ELOOP':
      return ': its path leads nowhere';
    default:
      return '';
  }
}

function adviceOnWriting(path: string, error: unknown): string {
  const folder = dirname(path);
  switch (nameOfThrown(error)) {
    case 'ENOENT':
      return `: make the folder ${folder}`;
    case 'EACCES':
    case 'EPERM':
      return `: let ${user()} write to the folder ${folder}, for the file is replaced in one step`;
    case 'EROFS':
      return `, since ${folder} is on a file system that is read-only: keep the ring on a volume that can be written`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `, since there is no room left in ${folder}: make some`;
    case 'EBUSY':
    case 'EXDEV':
      return `, since it is a mount of its own, as \`subPath\` makes one, and cannot be replaced: mount the folder ${folder}`;
    default:
      return adviceOnReading(error);
  }
}

function user(): string {
  const uid = process.geteuid?.();
  return uid === undefined ? 'the user of this process' : `the user of this process (uid ${uid})`;
}

function unavailable(path: string, what: string): CriiptoAuthError {
  return new CriiptoAuthError(
    'key_unavailable',
    `The file of the key ring, ${path}, could not be ${what}.`,
  );
}
