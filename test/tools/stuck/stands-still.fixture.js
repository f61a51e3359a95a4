import { setTimeout } from 'node:timers/promises';

import { it } from '@jest/globals';

it('comes first', () => undefined);

// As a lock in native code does, it keeps every timer of this process from firing, those of jest too.
it('waits for nobody', async () => {
  await setTimeout(500); // until it was told which case began
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
