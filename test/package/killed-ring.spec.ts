import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { FileKeyRingStore } from '../../lib/keys/ring/file-key-ring.store.js';
import { aKey } from '../support/key-records.js';

const SCRIPT = fileURLToPath(new URL('./killed-ring.mjs', import.meta.url));
const KEYS = [{ ...aKey('a', 1_800_000_000), privateKey: 'sealed' }];

describe('a process that is killed while it writes a ring', () => {
  let folder: string;
  let path: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'killed-ring-'));
    path = join(folder, 'ring.json');
    await new FileKeyRingStore(path).save('', KEYS);
    const child = fork(SCRIPT, { execArgv: [], env: { ...process.env, RING: path } });
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('leaves the ring as it was, and what it wrote beside it', async () => {
    expect((await new FileKeyRingStore(path).load()).keys).toEqual(KEYS);
    const left = await readdir(folder);
    const written = left.filter((name) => /^ring\.json\.[\w-]{43}$/.test(name));
    expect(written).toHaveLength(1);
    expect(new Set(left)).toEqual(new Set(['ring.json', 'ring.json.lock', ...written]));
  });

  it('leaves nothing that the next one does not remove, when a minute has passed', async () => {
    const past = new Date(Date.now() - 61_000);
    for (const name of await readdir(folder)) await utimes(join(folder, name), past, past);
    const store = new FileKeyRingStore(path);
    const { version, keys } = await store.load();
    expect(await store.save(version, keys)).toBe(true);
    expect(await readdir(folder)).toEqual(['ring.json']);
  });
});
