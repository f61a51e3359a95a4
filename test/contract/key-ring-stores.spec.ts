import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll } from '@jest/globals';

import { FileKeyRingStore } from '../../lib/keys/ring/file-key-ring.store.js';
import { InMemoryKeyRingStore } from '../../lib/keys/ring/in-memory-key-ring.store.js';
import { describeKeyRingStore } from './key-ring-store.contract.js';

const folders: string[] = [];

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

describeKeyRingStore('InMemoryKeyRingStore', () => {
  const store = new InMemoryKeyRingStore();
  return [store, store];
});

describeKeyRingStore('FileKeyRingStore', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'key-ring-'));
  folders.push(folder);
  const path = join(folder, 'ring.json');
  return [new FileKeyRingStore(path), new FileKeyRingStore(path)];
});
