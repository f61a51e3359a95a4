// One process, as built, that never gets over the last step of writing a ring: its parent kills it there.
import { promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

promises.rename = () => {
  process.send('about to replace the file');
  return new Promise(() => setInterval(() => undefined, 1000));
};
syncBuiltinESMExports();

const { FileKeyRingStore } = await import('../../dist/index.js');
const store = new FileKeyRingStore(process.env.RING);
const { version, keys } = await store.load();
await store.save(version, keys);
