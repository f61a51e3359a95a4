import type { Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';

const GROUP = 0o070;
const OTHERS = 0o007;
const OWNER_ONLY = 0o600;
const WITH_GROUP = 0o660;

/**
 * The text of a file that nobody else can read or write; with `groupAccess` its group may, where this process
 * is in it.
 *
 * @throws {CriiptoAuthError} `key_invalid` when others have access, and what `node:fs` throws.
 */
export async function readPrivate(path: string, groupAccess: boolean): Promise<string> {
  const file = await open(path, 'r');
  try {
    // Of the open file, which nobody can exchange between looking and reading.
    assertPrivate(path, await file.stat(), groupAccess);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Writes a file that is not there yet, for its owner alone, or for that group as well. */
export async function writePrivate(
  path: string,
  text: string,
  group: number | undefined,
): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY);
  try {
    if (group !== undefined) await shareWith(group, file);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The group of a file, or of the folder that it will be in, when this process is in that group. */
export async function ownGroupOf(path: string): Promise<number | undefined> {
  const { gid } = await stat(path).catch((error: unknown) => {
    if (nameOfThrown(error) === 'ENOENT') return stat(dirname(path));
    throw error;
  });
  return isOwnGroup(gid) ? gid : undefined;
}

function assertPrivate(path: string, { mode, gid }: Stats, groupAccess: boolean): void {
  if (process.platform === 'win32') return;
  if ((mode & OTHERS) !== 0) throw refused(path, 'others than its owner: chmod 600 it');
  if ((mode & GROUP) === 0) return;
  if (!groupAccess)
    throw refused(
      path,
      'the group of its owner: chmod 600 it. Where that is meant to be, as with `fsGroup` of Kubernetes, ' +
        'write `new FileKeyRingStore(path, { groupAccess: true })`',
    );
  if (!isOwnGroup(gid))
    throw refused(
      path,
      `the group ${gid}, which this process is not in: chgrp it, or chmod 600 it`,
    );
}

function isOwnGroup(gid: number): boolean {
  return gid === process.getegid?.() || (process.getgroups?.() ?? []).includes(gid);
}

async function shareWith(group: number, file: FileHandle): Promise<void> {
  const { uid, gid } = await file.stat();
  if (gid !== group) await file.chown(uid, group);
  // Not by open(), whose mode the umask cuts.
  await file.chmod(WITH_GROUP);
}

function refused(path: string, by: string): CriiptoAuthError {
  return new CriiptoAuthError(
    'key_invalid',
    `The file of the key ring, ${path}, can be read or written by ${by}.`,
  );
}
