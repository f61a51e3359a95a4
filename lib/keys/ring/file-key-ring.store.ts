import { rename, rm } from 'node:fs/promises';

import { isJsonObject, parseJson } from '../../common/json.js';
import { randomId } from '../../crypto/random-id.js';
import { sha256 } from '../../crypto/sha256.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { InvalidOptionsError } from '../../errors/options.error.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';
import { FileLock } from './file-lock.js';
import { type KeyRingContent, KeyRingStore, type StoredKey } from './key-ring.store.js';
import { removeLeftovers } from './leftovers.js';
import { linkTarget } from './link-target.js';
import { listedKeys } from './listed-keys.js';
import { ownGroupOf, readPrivate, writePrivate } from './private-file.js';
import { unreadable, unwritable } from './ring-file-problems.js';

/** Of a file that is not there. Only that is no ring yet. */
const NOTHING: KeyRingContent = { version: '', keys: [] };

/**
 * A ring in a JSON file, for processes of one machine or on a volume that they share. The file is
 * replaced in one step, where symbolic links lead to, is its owner's alone, and is refused when others can
 * read it. Only a file that is not there begins a new ring.
 */
export class FileKeyRingStore extends KeyRingStore {
  private readonly groupAccess: boolean;
  private isTidy = false;

  /**
   * @param options `groupAccess`: the group of the file may read and write it, too, where this process is in
   *   that group, as `fsGroup` of Kubernetes has it; others never. `false` by default.
   * @throws {CriiptoAuthError} `invalid_options` without a path, from which a file called "undefined" would be made.
   */
  constructor(
    private readonly path: string,
    { groupAccess = false }: { readonly groupAccess?: boolean } = {},
  ) {
    super();
    const problems = [
      ...(typeof path === 'string' && path !== ''
        ? []
        : ['`FileKeyRingStore` needs the path of its file']),
      ...(typeof groupAccess === 'boolean'
        ? []
        : ['`groupAccess` of `FileKeyRingStore` must be true or false']),
    ];
    if (problems.length > 0) throw new InvalidOptionsError(problems);
    this.groupAccess = groupAccess;
  }

  /**
   * @throws {CriiptoAuthError} `key_invalid` for a file that others can read or that holds no ring, `key_unavailable` for one that cannot be read.
   */
  override async load(): Promise<KeyRingContent> {
    const text = await this.read();
    if (text === undefined) return NOTHING;
    const content = parseJson(text);
    const keys = isJsonObject(content) ? content['keys'] : undefined;
    return {
      version: sha256(text),
      keys: listedKeys(keys, `The file of the key ring, ${this.path},`),
    };
  }

  /**
   * @throws {CriiptoAuthError} as `load()`, and `key_unavailable` for a file that cannot be written.
   */
  override async save(expectedVersion: string, keys: readonly StoredKey[]): Promise<boolean> {
    let target = this.path;
    try {
      target = await linkTarget(this.path);
      // Beside the target, so that processes that come by different links wait for each other.
      return await this.lockOf(target).hold(async (isHeld) => {
        const { version } = await this.load();
        return version === expectedVersion && this.replace(target, keys, isHeld);
      });
    } catch (error) {
      throw error instanceof CriiptoAuthError ? error : unwritable(target, error);
    }
  }

  private lockOf(target: string): FileLock {
    return new FileLock(`${target}.lock`, undefined, this.groupAccess ? 0o640 : 0o600);
  }

  private async replace(
    target: string,
    keys: readonly StoredKey[],
    isHeld: () => Promise<boolean>,
  ): Promise<boolean> {
    const next = `${target}.${randomId()}`;
    try {
      const group = this.groupAccess ? await ownGroupOf(target) : undefined;
      await writePrivate(next, `${JSON.stringify({ keys }, null, 2)}\n`, group);
      if (!(await isHeld())) return false;
      await rename(next, target);
      await removeLeftovers(target);
      return true;
    } finally {
      await rm(next, { force: true });
    }
  }

  /** Nothing where there is no file yet. */
  private async read(): Promise<string | undefined> {
    try {
      await this.tidy();
      return await readPrivate(this.path, this.groupAccess);
    } catch (error) {
      if (error instanceof CriiptoAuthError) throw error;
      if (nameOfThrown(error) === 'ENOENT') return undefined;
      throw unreadable(this.path, error);
    }
  }

  /** Once, as when an application starts after it was killed: the next change may be months away. */
  private async tidy(): Promise<void> {
    if (this.isTidy) return;
    this.isTidy = true;
    await removeLeftovers(await linkTarget(this.path));
  }
}
