import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { RecordingDependencies } from '../../../test/support/key-provider-dependencies.js';
import { FileKeyRingStore } from '../ring/file-key-ring.store.js';
import { InMemoryKeyRingStore } from '../ring/in-memory-key-ring.store.js';
import type { KeyRingStore } from '../ring/key-ring.store.js';
import { RingKeyProvider } from '../ring/ring-keys.js';
import { resolveKeySource } from './key-source.js';

const NOTHING = ['', ' \n', '{}', 'null', '{"keys":null}', '{"keys":[{"kid":"x"'];

let folder: string;
let path: string;
let dependencies: RecordingDependencies;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lost-ring-'));
  path = join(folder, 'ring.json');
  dependencies = new RecordingDependencies();
});

afterEach(() => rm(folder, { recursive: true }));

async function started(store: KeyRingStore = new FileKeyRingStore(path)) {
  const ring = { store, encryptionKey: 'a secret that is long enough, really', algorithm: 'ES256' };
  const result = await resolveKeySource({ ring }, { environment: {} });
  if ('problems' in result) return result.problems;
  const provider = result.source.create(dependencies);
  if (!(provider instanceof RingKeyProvider)) throw new Error('A ring makes a RingKeyProvider');
  return provider;
}

async function running(store?: KeyRingStore): Promise<RingKeyProvider> {
  const provider = await started(store);
  if (provider instanceof RingKeyProvider) return provider;
  throw new Error(String(provider));
}

describe('a file with nothing in it is no new ring', () => {
  it.each(NOTHING)('%j stops the start, with the path and what to do', async (text) => {
    await writeFile(path, text, { mode: 0o600 });
    expect(await started()).toEqual([
      `\`keys.ring.store\` cannot be used. The file of the key ring, ${path}, holds no key ring: restore it ` +
        'from a backup. To begin with a new ring, whose key the provider does not know yet, stop all instances ' +
        'and remove it.',
    ]);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it.each(NOTHING)('%j changes nothing while the application runs, and is told', async (text) => {
    const provider = await running();
    await provider.start();
    await provider.stop();
    const before = await provider.publicKeys();
    await writeFile(path, text);
    await provider.start();
    await provider.stop();
    expect(await provider.publicKeys()).toBe(before);
    expect((await provider.signer()).kid).toBe(before[0]?.kid);
    expect(dependencies.problems).toEqual([
      expect.stringContaining(
        `The key ring stays as it was: The file of the key ring, ${path}, holds no`,
      ),
    ]);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('but one that is gone is written again', async () => {
    const provider = await running();
    await provider.start();
    const { kid } = await provider.signer();
    await rm(path);
    await provider.refresh();
    await provider.stop();
    expect(await readFile(path, 'utf8')).toContain(kid);
  });
});

describe('a store of your own that answers nothing', () => {
  it.each([null, undefined, '', {}, { version: '1', keys: null }, { version: '1', keys: '' }])(
    '(%j) is no new ring',
    async (answer) => {
      const store = new InMemoryKeyRingStore();
      store.load = () => Promise.resolve(answer as never);
      expect(await started(store)).toEqual([expect.stringContaining('holds no key ring')]);
    },
  );
});
