import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { privateJwk, privatePem } from '../../../test/support/private-keys.js';
import { Clock } from '../../common/clock.js';
import { importKeyFile, readKeyFile } from '../material/key-file.js';
import { FileKeyProvider } from './file.js';

class MovableClock extends Clock {
  time = 1_700_000_000_000;

  now(): number {
    return this.time;
  }
}

const setOf = (kid: string) => JSON.stringify({ keys: [privateJwk('P-256', { kid })] });

let folder: string;
let path: string;
let clock: MovableClock;
let reports: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-keys-'));
  path = join(folder, 'keys.json');
  clock = new MovableClock();
  reports = [];
  await writeFile(path, setOf('first'));
});

afterEach(() => rm(folder, { recursive: true }));

async function aProvider(passphrase?: string): Promise<FileKeyProvider> {
  const file = { path, passphrase };
  const content = await readKeyFile(path);
  const result = await importKeyFile(content, file, 'The file');
  if ('problems' in result) throw new Error(result.problems.join('\n'));
  const first = { keys: result.keys, digest: content.digest };
  return new FileKeyProvider(file, first, (message) => reports.push(message), clock);
}

const kidOf = async (provider: FileKeyProvider) => (await provider.signer()).kid;

describe('FileKeyProvider', () => {
  it('signs with the new key a second after the file was written in place', async () => {
    const provider = await aProvider();
    await writeFile(path, setOf('second'));
    clock.time += 1000;
    expect(await kidOf(provider)).toBe('second');
    expect((await provider.publicKeys()).map(({ kid }) => kid)).toEqual(['second']);
  });

  it('sees a file that was renamed into place', async () => {
    const provider = await aProvider();
    await writeFile(join(folder, 'new.json'), setOf('second'));
    await rename(join(folder, 'new.json'), path);
    clock.time += 1000;
    expect(await kidOf(provider)).toBe('second');
  });

  it('sees a symbolic link that was turned elsewhere, as Kubernetes does', async () => {
    const data = join(folder, '..data');
    await writeFile(join(folder, 'v1.json'), setOf('first'));
    await writeFile(join(folder, 'v2.json'), setOf('second'));
    await symlink('v1.json', data);
    path = data;
    const provider = await aProvider();
    await symlink('v2.json', join(folder, 'next'));
    await rename(join(folder, 'next'), data);
    clock.time += 1000;
    expect(await kidOf(provider)).toBe('second');
  });

  it('reads nothing within a second', async () => {
    const provider = await aProvider();
    await writeFile(path, setOf('second'));
    clock.time += 999;
    expect(await kidOf(provider)).toBe('first');
  });

  it('keeps looking after the clock was set back', async () => {
    const provider = await aProvider();
    await writeFile(path, setOf('second'));
    clock.time -= 3_600_000;
    expect(await kidOf(provider)).toBe('second');
  });

  it('keeps the same keys while the content stays the same', async () => {
    const provider = await aProvider();
    const keys = await provider.publicKeys();
    await writeFile(path, setOf('first'));
    clock.time += 1000;
    expect(await provider.publicKeys()).toBe(keys);
  });

  it.each([
    ['is no key', 'hunter2'],
    ['is empty', ''],
    ['is blank', ' \n'],
    ['holds `{}`', '{}'],
    ['holds `null`', 'null'],
    ['holds no list', '{"keys":null}'],
    ['holds an empty list', '{"keys":[]}'],
    ['was cut', setOf('second').slice(0, -20)],
    ['holds an RSA key that is too short', privatePem('rsa1024')],
  ])('keeps the old keys when the new file %s', async (_what, content) => {
    const provider = await aProvider();
    await writeFile(path, content);
    clock.time += 1000;
    expect(await kidOf(provider)).toBe('first');
    expect(reports).toEqual([expect.stringContaining('The keys stay as they were: `keys.file` ')]);
    expect(reports[0]).toContain(`(${path})`);
  });

  it('keeps the old keys when the file is gone', async () => {
    const provider = await aProvider();
    await rm(path);
    clock.time += 1000;
    expect(await kidOf(provider)).toBe('first');
    expect(reports).toEqual([expect.stringContaining('does not exist')]);
  });

  it('reports a broken file once, however often it is asked', async () => {
    const provider = await aProvider();
    await writeFile(path, 'hunter2');
    for (let times = 0; times < 3; times += 1) {
      clock.time += 1000;
      await provider.signer();
    }
    expect(reports).toHaveLength(1);
  });

  it('reports once when many ask at the same time', async () => {
    const provider = await aProvider();
    await writeFile(path, 'hunter2');
    clock.time += 1000;
    await Promise.all([provider.signer(), provider.publicKeys(), provider.decryptionKeys()]);
    expect(reports).toHaveLength(1);
  });

  it('reports without a word of what is in the file', async () => {
    const provider = await aProvider();
    await writeFile(path, 'hunter2');
    clock.time += 1000;
    await provider.signer();
    expect(reports.join()).not.toContain('hunter2');
  });

  it('takes the file again once it is mended', async () => {
    const provider = await aProvider();
    await writeFile(path, 'hunter2');
    clock.time += 1000;
    await provider.signer();
    await writeFile(path, setOf('mended'));
    clock.time += 1000;
    expect(await kidOf(provider)).toBe('mended');
  });

  it('shows no passphrase when it is inspected', async () => {
    await writeFile(path, privatePem('rsa', 'pkcs8', 'open sesame'));
    const provider = await aProvider('open sesame');
    expect(inspect(provider, { depth: 10, showHidden: true })).not.toContain('open sesame');
  });
});
