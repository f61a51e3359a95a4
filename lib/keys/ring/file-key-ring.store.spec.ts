import { chmod, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { codeFrom } from '../../../test/support/code-of.js';
import { aKey } from '../../../test/support/key-records.js';
import { FileKeyRingStore } from './file-key-ring.store.js';

const KEYS = [{ ...aKey('a', 1_800_000_000), privateKey: 'sealed' }];

let folder: string;
let path: string;
let store: FileKeyRingStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'key-ring-'));
  path = join(folder, 'ring.json');
  store = new FileKeyRingStore(path);
});

afterEach(() => rm(folder, { recursive: true }));

const save = async () => store.save((await store.load()).version, KEYS);

describe('FileKeyRingStore', () => {
  it('lets nobody but the owner read the file', async () => {
    await save();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing behind but the file', async () => {
    await save();
    expect(await readdir(folder)).toEqual(['ring.json']);
  });

  it.each([0o644, 0o640, 0o604, 0o620])('refuses a file of mode %o', async (mode) => {
    await save();
    await chmod(path, mode);
    expect(await codeFrom(store.load())).toBe('key_invalid');
    expect(await codeFrom(store.save('any', KEYS))).toBe('key_invalid');
  });

  it.each(['{', '[', 'not a ring'])('refuses a file with %j in it', async (text) => {
    await writeFile(path, text, { mode: 0o600 });
    expect(await codeFrom(store.load())).toBe('key_invalid');
  });

  it('is not made without a path, as JavaScript lets one', () => {
    const Store = FileKeyRingStore as unknown as new (path?: unknown) => FileKeyRingStore;
    for (const wrong of [undefined, '', { path }])
      expect(() => new Store(wrong)).toThrow('needs the path of its file');
  });

  it('says so when the file cannot be read', async () => {
    expect(await codeFrom(new FileKeyRingStore(folder).load())).toBe('key_unavailable');
  });

  it('says so when its folder does not exist', async () => {
    const nowhere = new FileKeyRingStore(join(folder, 'none', 'ring.json'));
    expect(await codeFrom(nowhere.save((await nowhere.load()).version, KEYS))).toBe(
      'key_unavailable',
    );
  });

  it('takes over the lock of a process that died', async () => {
    await writeFile(`${path}.lock`, 'of somebody who died');
    const minuteAgo = new Date(Date.now() - 60_000);
    await utimes(`${path}.lock`, minuteAgo, minuteAgo);
    expect(await save()).toBe(true);
    expect(await readdir(folder)).toEqual(['ring.json']);
  });

  it('lets one of many take over that lock, and all of them through', async () => {
    await writeFile(`${path}.lock`, 'of somebody who died');
    const minuteAgo = new Date(Date.now() - 60_000);
    await utimes(`${path}.lock`, minuteAgo, minuteAgo);
    const { version } = await store.load();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => store.save(version, KEYS)));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });

  it('waits for the lock of a process that lives', async () => {
    await writeFile(`${path}.lock`, 'of somebody at work');
    const saved = save();
    await rm(`${path}.lock`);
    expect(await saved).toBe(true);
  });
});
