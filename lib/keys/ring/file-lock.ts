import {
  constants,
  copyFile,
  type FileHandle,
  open,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { type Clock, SystemClock } from '../../common/clock.js';
import { randomId } from '../../crypto/random-id.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';

/** Nobody holds the lock for longer than a file takes to be written, unless the process died. */
const STALE_AFTER_MS = 10_000;
const TRY_AGAIN_AFTER_MS = 20;

/**
 * A lock between processes: a file that can be created once. What a process that died left behind is
 * removed after ten seconds.
 */
export class FileLock {
  constructor(
    private readonly path: string,
    private readonly clock: Clock = new SystemClock(),
    private readonly mode = 0o600,
  ) {}

  /**
   * Works with the lock held; waits for it first. `isHeld` is to be asked before what cannot be undone.
   *
   * @throws what the work throws, and what `node:fs` does when there can be no lock.
   */
  async hold<T>(work: (isHeld: () => Promise<boolean>) => Promise<T>): Promise<T> {
    const token = randomId();
    await this.acquire(token);
    const isHeld = async (): Promise<boolean> => (await this.holder()) === token;
    try {
      return await work(isHeld);
    } finally {
      if (await isHeld()) await rm(this.path, { force: true });
    }
  }

  private async acquire(token: string): Promise<void> {
    while (!(await this.create(token))) {
      // In this order: whoever takes over meanwhile is neither stale nor the holder that was seen.
      const holder = await this.holder();
      if (await this.isStale()) await this.breakLock(holder);
      else await delay(TRY_AGAIN_AFTER_MS);
    }
  }

  private async create(token: string): Promise<boolean> {
    try {
      const file = await open(this.path, 'wx', this.mode);
      await this.write(token, file);
      return true;
    } catch (error) {
      if (nameOfThrown(error) === 'EEXIST') return false;
      throw error;
    }
  }

  /** On a full disk there is a file, and nothing gets into it: it would be nobody's lock. */
  private async write(token: string, file: FileHandle): Promise<void> {
    try {
      await file.writeFile(token);
    } catch (error) {
      await rm(this.path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }

  private async isStale(): Promise<boolean> {
    try {
      const age = this.clock.now() - (await stat(this.path)).mtimeMs;
      // A clock that was set back must not keep it for so long.
      return Math.abs(age) > STALE_AFTER_MS;
    } catch {
      // It was released meanwhile.
      return false;
    }
  }

  /** Takes it away under another name, and gives it back if it was not the one that was stale after all. */
  private async breakLock(stale: string | undefined): Promise<void> {
    const aside = `${this.path}.${randomId()}`;
    try {
      await rename(this.path, aside);
      if ((await readFile(aside, 'utf8')) !== stale) {
        await copyFile(aside, this.path, constants.COPYFILE_EXCL);
      }
    } catch (error) {
      // Another process was faster. Whatever else it is, trying again would not help.
      if (!['ENOENT', 'EEXIST'].includes(nameOfThrown(error))) throw error;
    } finally {
      await rm(aside, { force: true });
    }
  }

  private async holder(): Promise<string | undefined> {
    return readFile(this.path, 'utf8').catch(() => undefined);
  }
}
