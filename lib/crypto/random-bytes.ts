import { randomFillSync } from 'node:crypto';

const AT_A_TIME = 4096;

const pool = Buffer.alloc(AT_A_TIME);
let used = AT_A_TIME;

/**
 * Random bytes, at most 4096, from the system's generator, which takes as long for a few as for many: so many
 * are asked for at a time, as Node's own `randomUUID` does it. What was given away is erased here.
 */
export function randomBytes(count: number): Buffer {
  if (used + count > AT_A_TIME) {
    randomFillSync(pool);
    used = 0;
  }
  const end = used + count;
  const bytes = Buffer.from(pool.subarray(used, end)); // a copy
  pool.fill(0, used, end);
  used = end;
  return bytes;
}
