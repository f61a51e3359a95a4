import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../../test/support/fake-clock.js';
import { FileLock } from './file-lock.js';

let folder: string;
let path: string;
let clock: FakeClock;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-lock-'));
  path = join(folder, 'lock');
  clock = new FakeClock(Date.now());
});

afterEach(() => rm(folder, { recursive: true }));

const lock = () => new FileLock(path, clock);

describe('FileLock', () => {
  it('gives back what the work gave, and the lock', async () => {
    expect(await lock().hold(async () => 'done')).toBe('done');
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives the lock back when the work fails', async () => {
    await expect(lock().hold(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await readdir(folder)).toEqual([]);
  });

  it('can be read by its owner alone', async () => {
    const mode = await lock().hold(async () => (await stat(path)).mode);
    expect(mode & 0o777).toBe(0o600);
  });

  it('lets one work at a time', async () => {
    let [working, most] = [0, 0];
    const work = async () => {
      most = Math.max(most, (working += 1));
      await readdir(folder);
      working -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => lock().hold(work)));
    expect(most).toBe(1);
  });

  it('tells who lost it, and leaves it to who has it now', async () => {
    const isHeld = await lock().hold(async (held) => {
      await writeFile(path, 'of somebody else');
      return held();
    });
    expect(isHeld).toBe(false);
    expect(await readFile(path, 'utf8')).toBe('of somebody else');
  });
});

describe('a FileLock that somebody left behind', () => {
  beforeEach(() => writeFile(path, 'of somebody who died'));

  it.each([
    ['grew old', 10.5],
    ['is of a time to come, since the clock was set back', -10.5],
  ])('and that %s is taken over', async (_what, seconds) => {
    clock.advance(seconds);
    expect(await lock().hold(async () => readFile(path, 'utf8'))).not.toContain('who died');
    expect(await readdir(folder)).toEqual([]);
  });

  it('in the middle of writing it, is taken over', async () => {
    await writeFile(path, '');
    clock.advance(11);
    expect(await lock().hold(async () => 'done')).toBe('done');
  });

  it.each([9, -9])('is respected at first (%p s)', async (seconds) => {
    clock.advance(seconds);
    let isDone = false;
    const held = lock().hold(async () => (isDone = true));
    for (let look = 0; look < 50; look += 1) await readdir(folder);
    expect(isDone).toBe(false);
    await rm(path);
    expect(await held).toBe(true);
  });

  it('and that cannot be taken away is said to be so, instead of tried for ever', async () => {
    // As on a volume that became read-only: here by a name that is always there, and stays.
    path = `${folder}/.`;
    clock.advance(11);
    await expect(lock().hold(async () => 'done')).rejects.toMatchObject({ code: 'EBUSY' });
  });
});
