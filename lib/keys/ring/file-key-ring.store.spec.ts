import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { asNobody, IS_ROOT } from '../../../test/support/as-nobody.js';
import { codeFrom } from '../../../test/support/code-of.js';
import { aMount } from '../../../test/support/a-mount.js';
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

describe('FileKeyRingStore takes for no ring', () => {
  it.each(['', ' \n', '{}', 'null', '[]', '{"keys":null}', '{"keys":{}}', '{"keys":[{"kid":"a"'])(
    'a file with %j in it, and says what to do',
    async (text) => {
      await writeFile(path, text, { mode: 0o600 });
      const refused = {
        code: 'key_invalid',
        message: expect.stringMatching(
          new RegExp(
            `^The file of the key ring, ${path}, holds no key ring: restore it from a backup`,
          ),
        ),
      };
      await expect(store.load()).rejects.toMatchObject(refused);
      await expect(store.save('', KEYS)).rejects.toMatchObject(refused);
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );
});

describe('FileKeyRingStore at a symbolic link', () => {
  let volume: string;
  let target: string;

  beforeEach(async () => {
    volume = join(folder, 'volume');
    target = join(volume, 'ring.json');
    await mkdir(volume);
  });

  it('writes to where it leads, and leaves the link', async () => {
    await symlink('volume/ring.json', path);
    await new FileKeyRingStore(target).save('', KEYS);
    const more = [...KEYS, { ...aKey('b', 1_800_000_000), privateKey: 'sealed' }];
    expect(await store.save((await store.load()).version, more)).toBe(true);
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect((await new FileKeyRingStore(target).load()).keys).toEqual(more);
    expect(await readdir(volume)).toEqual(['ring.json']);
    expect(await readdir(folder)).toEqual(['ring.json', 'volume']);
  });

  it('begins the ring where it leads, though there is nothing yet', async () => {
    await symlink('volume/second', path);
    await symlink(target, join(volume, 'second'));
    await save();
    expect((await new FileKeyRingStore(target).load()).keys).toEqual(KEYS);
    expect((await store.load()).keys).toEqual(KEYS);
  });

  it('writes through a folder that is turned elsewhere, as `..data` of Kubernetes', async () => {
    await mkdir(join(folder, '..2026'));
    await symlink('..2026', join(folder, '..data'));
    await symlink('..data/ring.json', path);
    await save();
    expect(await readdir(join(folder, '..2026'))).toEqual(['ring.json']);
    await mkdir(join(folder, '..2027'));
    await symlink('..2027', join(folder, 'next'));
    await rename(join(folder, 'next'), join(folder, '..data'));
    expect((await store.load()).keys).toEqual([]);
  });

  it('waits for who came by another one', async () => {
    await symlink(target, path);
    await symlink(target, join(folder, 'other.json'));
    const other = new FileKeyRingStore(join(folder, 'other.json'));
    const outcomes = await Promise.all(
      [store, other, store, other].map((each) => each.save('', KEYS)),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });

  it('that leads to itself is refused', async () => {
    await symlink('ring.json', path);
    expect(await codeFrom(store.load())).toBe('key_unavailable');
    expect(await codeFrom(store.save('', KEYS))).toBe('key_unavailable');
  });
});

describe('FileKeyRingStore says what to do when it cannot write', () => {
  const messageOf = (path: string) =>
    new FileKeyRingStore(path).save('', KEYS).then(
      () => 'written',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );

  it('since there is no folder', async () => {
    const nowhere = join(folder, 'none', 'ring.json');
    expect(await messageOf(nowhere)).toBe(
      `The file of the key ring, ${nowhere}, could not be written (ENOENT): make the folder ${folder}/none.`,
    );
  });

  it('since the folder is not for this user', async () => {
    await chmod(folder, 0o555);
    const said = await asNobody(() => messageOf(path));
    expect(said).toMatch(
      new RegExp(
        `could not be written \\(EACCES\\): let the user of this process \\(uid \\d+\\) write to the folder ${folder},`,
      ),
    );
  });

  (IS_ROOT ? it : it.skip)('since the file system is read-only, or full', async () => {
    const mount = await aMount('tmpfs', folder, 'size=4k');
    if (mount === undefined) return; // not every machine allows it
    try {
      await writeFile(join(folder, 'fills'), Buffer.alloc(4096));
      expect(await messageOf(path)).toMatch(
        /\(ENOSPC\), since there is no room left in .*: make some/,
      );
      expect(await readdir(folder)).toEqual(['fills']);
      await rm(join(folder, 'fills'));
      await mount.makeReadOnly();
      expect(await messageOf(path)).toMatch(
        /\(EROFS\), since .* is on a file system that is read-only: keep/,
      );
    } finally {
      await mount.end();
    }
  });

  (IS_ROOT ? it : it.skip)('since the file is mounted by itself', async () => {
    await save();
    const mounted = join(folder, 'mounted.json');
    await writeFile(mounted, '', { mode: 0o600 });
    const mount = await aMount(path, mounted, 'bind');
    if (mount === undefined) return; // not every machine allows it
    try {
      const bound = new FileKeyRingStore(mounted);
      const { version } = await bound.load();
      await expect(bound.save(version, KEYS)).rejects.toThrow(
        `(EBUSY), since it is a mount of its own, as \`subPath\` makes one, and cannot be replaced: mount the folder ${folder}.`,
      );
      expect((await readdir(folder)).toSorted()).toEqual(['mounted.json', 'ring.json']);
    } finally {
      await mount.end();
    }
  });

  it('and when it may not read', async () => {
    await save();
    await chmod(path, 0o000);
    await chmod(folder, 0o755);
    await expect(asNobody(() => store.load())).rejects.toMatchObject({
      code: 'key_unavailable',
      message: expect.stringMatching(
        /could not be read \(EACCES\): let the user of this process \(uid \d+\) read it/,
      ),
    });
  });
});

describe('FileKeyRingStore with `groupAccess`', () => {
  const shared = () => new FileKeyRingStore(path, { groupAccess: true });
  const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

  it('must be told by true or false', () => {
    const Store = FileKeyRingStore as unknown as new (path: string, options: object) => unknown;
    expect(() => new Store(path, { groupAccess: 'yes' })).toThrow('must be true or false');
  });

  it('takes what `fsGroup` of Kubernetes makes of the file, and keeps it so', async () => {
    await save();
    await chmod(folder, 0o2770);
    await chmod(path, 0o660);
    const { version, keys } = await shared().load();
    expect(keys).toEqual(KEYS);
    expect(await shared().save(version, [...KEYS, ...KEYS])).toBe(true);
    expect(await modeOf(path)).toBe(0o660);
  });

  it('shares the first file with the group of its folder, whatever the umask', async () => {
    const before = process.umask(0o077);
    try {
      await shared().save('', KEYS);
    } finally {
      process.umask(before);
    }
    expect(await modeOf(path)).toBe(0o660);
    expect((await stat(path)).gid).toBe((await stat(folder)).gid);
  });

  it.each([0o664, 0o606, 0o661])('refuses others all the same (mode %o)', async (mode) => {
    await save();
    await chmod(path, mode);
    await expect(shared().load()).rejects.toThrow('others than its owner: chmod 600 it');
  });

  (IS_ROOT ? it : it.skip)('refuses a group that this process is not in', async () => {
    await save();
    await chown(path, 0, 54_321);
    await chmod(path, 0o660);
    await expect(shared().load()).rejects.toThrow('the group 54321, which this process is not in');
  });

  (IS_ROOT ? it : it.skip)('gives no access to a group of a folder that it is not in', async () => {
    await chown(folder, 0, 54_321);
    await shared().save('', KEYS);
    expect(await modeOf(path)).toBe(0o600);
  });

  it('is named where it is missing', async () => {
    await save();
    await chmod(path, 0o660);
    await expect(store.load()).rejects.toThrow('new FileKeyRingStore(path, { groupAccess: true })');
  });
});

describe('what a process left that was killed', () => {
  const ID = 'x'.repeat(43);
  const LEFT = [`ring.json.${ID}`, `ring.json.lock.${ID}`];
  const NOT_OURS = ['ring.json.backup', `other.json.${ID}`, `ring.json.${ID}x`];

  async function leave(names: readonly string[], secondsAgo: number): Promise<void> {
    const then = new Date(Date.now() - secondsAgo * 1000);
    for (const name of names) {
      await writeFile(join(folder, name), '');
      await utimes(join(folder, name), then, then);
    }
  }

  it.each([61, -61])('is removed when the ring is read first (%p s old)', async (seconds) => {
    await save();
    await leave([...LEFT, ...NOT_OURS], seconds);
    await new FileKeyRingStore(path).load();
    expect((await readdir(folder)).toSorted()).toEqual(['ring.json', ...NOT_OURS].toSorted());
  });

  it('is removed when the ring is written', async () => {
    await store.load();
    await leave(LEFT, 61);
    await save();
    expect(await readdir(folder)).toEqual(['ring.json']);
  });

  it('stays where it may be of a process that lives', async () => {
    await leave(LEFT, 30);
    await save();
    expect((await readdir(folder)).toSorted()).toEqual(['ring.json', ...LEFT].toSorted());
  });
});
