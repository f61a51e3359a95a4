import { open, rename, rm } from 'node:fs/promises';

import { randomId } from '../../crypto/random-id.js';
import { sha256 } from '../../crypto/sha256.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';
import { FileLock } from './file-lock.js';
import { type KeyRingContent, KeyRingStore, type StoredKey } from './key-ring.store.js';

const OTHERS = 0o077;

/**
 * A ring in a JSON file, for processes of one machine or on a volume that they share. The file is
 * replaced in one step, is its owner's alone, and is refused when others can read it.
 */
export class FileKeyRingStore extends KeyRingStore {
  private readonly lock: FileLock;

  /** @throws {CriiptoAuthError} `invalid_options` without a path, from which a file called "undefined" would be made. */
  constructor(private readonly path: string) {
    super();
    if (typeof path !== 'string' || path === '')
      throw new CriiptoAuthError(
        'invalid_options',
        '`FileKeyRingStore` needs the path of its file',
      );
    this.lock = new FileLock(`${path}.lock`);
  }

  /**
   * @throws {CriiptoAuthError} `key_invalid` for a file that others can read or that holds no ring, `key_unavailable` for one that cannot be read.
   */
  override async load(): Promise<KeyRingContent> {
    const text = await this.read();
    return { version: sha256(text), keys: keysIn(text) };
  }

  /**
   * @throws {CriiptoAuthError} as `load()`, and `key_unavailable` for a file that cannot be written.
   */
  override async save(expectedVersion: string, keys: readonly StoredKey[]): Promise<boolean> {
    try {
      return await this.lock.hold(async (isHeld) => {
        const { version } = await this.load();
        return version === expectedVersion && this.replace(keys, isHeld);
      });
    } catch (error) {
      throw error instanceof CriiptoAuthError ? error : unavailable('written', error);
    }
  }

  private async replace(
    keys: readonly StoredKey[],
    isHeld: () => Promise<boolean>,
  ): Promise<boolean> {
    const next = `${this.path}.${randomId()}`;
    try {
      await writePrivate(next, `${JSON.stringify({ keys }, null, 2)}\n`);
      if (!(await isHeld())) return false;
      await rename(next, this.path);
      return true;
    } finally {
      await rm(next, { force: true });
    }
  }

  /** Nothing where there is no file yet. */
  private async read(): Promise<string> {
    try {
      return await readPrivate(this.path);
    } catch (error) {
      if (error instanceof CriiptoAuthError) throw error;
      if (nameOfThrown(error) === 'ENOENT') return '';
      throw unavailable('read', error);
    }
  }
}

async function readPrivate(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    // Of the open file, which nobody can exchange between looking and reading.
    const { mode } = await file.stat();
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) throw readableByOthers();
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function keysIn(text: string): readonly StoredKey[] {
  if (text === '') return [];
  try {
    // Whoever uses a store looks at the keys one by one.
    return (JSON.parse(text) as { readonly keys: readonly StoredKey[] }).keys;
  } catch {
    throw new CriiptoAuthError('key_invalid', 'The file of the key ring is not a key ring.');
  }
}

async function writePrivate(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function readableByOthers(): CriiptoAuthError {
  return new CriiptoAuthError(
    'key_invalid',
    'The file of the key ring can be read by others than its owner: chmod 600 it.',
  );
}

function unavailable(what: 'read' | 'written', error: unknown): CriiptoAuthError {
  return new CriiptoAuthError(
    'key_unavailable',
    `The file of the key ring could not be ${what} (${nameOfThrown(error)}).`,
  );
}
