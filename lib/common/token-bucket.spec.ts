import { describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../test/support/fake-clock.js';
import { TokenBucket } from './token-bucket.js';

const BURST = 2;
const REFILL_SECONDS = 30;

function aBucket() {
  const clock = new FakeClock();
  return { clock, bucket: new TokenBucket(clock, BURST, REFILL_SECONDS) };
}

function emptied() {
  const { clock, bucket } = aBucket();
  for (let taken = 0; taken < BURST; taken += 1) bucket.take();
  return { clock, bucket };
}

describe('TokenBucket', () => {
  it('lets a burst through, and no more', () => {
    const { bucket } = aBucket();
    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
  });

  it('lets one more through when the time to refill has passed', () => {
    const { clock, bucket } = emptied();
    clock.advance(REFILL_SECONDS);
    expect([bucket.take(), bucket.take()]).toEqual([true, false]);
  });

  it('lets nothing through a moment earlier', () => {
    const { clock, bucket } = emptied();
    clock.advance(REFILL_SECONDS - 1);
    expect(bucket.take()).toBe(false);
  });

  it('loses no time to attempts that were refused', () => {
    const { clock, bucket } = emptied();
    clock.advance(REFILL_SECONDS / 2);
    bucket.take();
    clock.advance(REFILL_SECONDS / 2);
    expect(bucket.take()).toBe(true);
  });

  it('never saves up more than the burst', () => {
    const { clock, bucket } = aBucket();
    clock.advance(1000 * REFILL_SECONDS);
    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
  });

  it('gains and loses nothing when the clock is set back', () => {
    const { clock, bucket } = aBucket();
    bucket.take();
    clock.advance(-3600);
    expect([bucket.take(), bucket.take()]).toEqual([true, false]);
  });
});
