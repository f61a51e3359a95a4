import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { type Clock, SystemClock } from '../../common/clock.js';
import { randomId } from '../../common/random-id.js';

/** Nobody holds the lock longer than a file takes to be written, unless the process died. */
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
  ) {}

  /** Works with the lock held; waits for it first. `isHeld` is to be asked before what cannot be undone. */
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
      if (await this.isStale()) await this.breakLock();
      else await delay(TRY_AGAIN_AFTER_MS);
    }
  }

  private async create(token: string): Promise<boolean> {
    // Created whole under a name of its own, then linked: a lock is never seen without its token.
    const own = `${this.path}.${token}`;
    const file = await open(own, 'wx', 0o600);
    try {
      await file.writeFile(token);
      await link(own, this.path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    } finally {
      await file.close();
      await rm(own, { force: true });
    }
  }

  private async isStale(): Promise<boolean> {
    try {
      return this.clock.now() - (await stat(this.path)).mtimeMs > STALE_AFTER_MS;
    } catch {
      // It was released meanwhile.
      return false;
    }
  }

  /** Takes it away under another name, and gives it back if it was not the one that was stale after all. */
  private async breakLock(): Promise<void> {
    const stale = await this.holder();
    const aside = `${this.path}.${randomId()}`;
    try {
      await rename(this.path, aside);
      if ((await readFile(aside, 'utf8')) !== stale) await link(aside, this.path);
    } catch {
      // Another process was faster.
    } finally {
      await rm(aside, { force: true });
    }
  }

  private async holder(): Promise<string | undefined> {
    return readFile(this.path, 'utf8').catch(() => undefined);
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
