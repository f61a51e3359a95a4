import { describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../../test/support/fake-clock.js';
import { DAY } from '../../../test/support/key-records.js';
import { RingClock } from './ring-clock.js';

const ago = (clock: FakeClock, seconds: number) => clock.now() - seconds * 1000;

describe('the clock of a ring, whose store has none', () => {
  it('is believed when the process has run for long enough, and not before', () => {
    const clock = new FakeClock();
    const time = new RingClock(clock, DAY);
    clock.advance(DAY - 1);
    expect(time.now().certain).toBe(-Infinity);
    clock.advance(1);
    expect(time.now()).toEqual({
      now: clock.seconds(),
      certain: clock.seconds(),
      earliest: clock.seconds(),
      latest: clock.seconds(),
      dispute: undefined,
    });
  });

  it.each([3 * DAY, -3 * DAY])('is as new when somebody sets it (%p s)', (seconds) => {
    const clock = new FakeClock();
    const time = new RingClock(clock, DAY);
    clock.advance(2 * DAY);
    time.now();
    clock.set(seconds);
    expect(time.now().certain).toBe(-Infinity);
    clock.advance(DAY);
    expect(time.now().certain).toBe(clock.seconds());
  });

  it('is believed when it is set by seconds, as clocks are all the time', () => {
    const clock = new FakeClock();
    const time = new RingClock(clock, DAY);
    clock.advance(DAY);
    clock.set(30);
    expect(time.now().certain).toBe(clock.seconds());
  });

  it('gives nothing back that is over by the clock of the provider, which is ahead', () => {
    const clock = new FakeClock();
    const time = new RingClock(clock, DAY);
    time.hear(undefined, clock.now() + 3 * DAY * 1000);
    expect(time.now().latest).toBe(clock.seconds() + 3 * DAY);
  });

  it('is as new when something contradicts it', () => {
    const clock = new FakeClock();
    const time = new RingClock(clock, DAY);
    clock.advance(DAY);
    time.distrust();
    expect(time.now().certain).toBe(-Infinity);
  });
});

describe('the clock of a ring, whose store has one', () => {
  it('is believed at once as far as they agree', () => {
    const clock = new FakeClock();
    const time = new RingClock(clock, DAY);
    time.hear(ago(clock, 2));
    const now = clock.seconds();
    expect(time.now()).toEqual({
      now,
      certain: now - 2,
      earliest: now - 2,
      latest: now,
      dispute: undefined,
    });
  });

  it.each([
    [5 * 60 + 1, '5 minutes ahead of'],
    [3 * DAY, '3 days ahead of'],
    [-5 * 60 * 60, '5 hours behind'],
  ])('is disputed when it is %p s off', (ahead, words) => {
    const clock = new FakeClock();
    const time = new RingClock(clock, DAY);
    time.hear(ago(clock, ahead));
    const now = clock.seconds();
    expect(time.now()).toMatchObject({
      now,
      certain: Math.min(now, now - ahead),
      latest: Math.max(now, now - ahead),
      dispute: `The clock of this instance is ${words} that of the store of the key ring`,
    });
  });

  it('knows what that says though this one is set meanwhile', () => {
    const clock = new FakeClock();
    const time = new RingClock(clock, DAY);
    time.hear(clock.now());
    const before = clock.seconds();
    clock.advance(60);
    clock.set(3 * DAY);
    expect(time.now().certain).toBe(before + 60);
  });

  it('is disputed no more when they agree again', () => {
    const clock = new FakeClock();
    const time = new RingClock(clock, DAY);
    time.hear(ago(clock, 3 * DAY));
    time.hear(clock.now());
    expect(time.now().dispute).toBeUndefined();
  });

  it('is on its own again when the store does not tell', () => {
    const clock = new FakeClock();
    const time = new RingClock(clock, DAY);
    time.hear(clock.now());
    time.hear(undefined);
    expect(time.now().certain).toBe(-Infinity);
  });
});

describe('the clock of the provider', () => {
  it('confirms this one where the store has none', () => {
    const clock = new FakeClock();
    const time = new RingClock(clock, DAY);
    time.hear(undefined, ago(clock, 2));
    expect(time.now()).toMatchObject({ certain: clock.seconds() - 2, dispute: undefined });
    expect(time.differences).toEqual([]);
  });

  it('contradicts this one: no key goes before its time by both', () => {
    const clock = new FakeClock();
    const time = new RingClock(clock, DAY);
    time.hear(clock.now(), ago(clock, 3 * DAY));
    expect(time.now()).toMatchObject({ certain: clock.seconds() - 3 * DAY, dispute: undefined });
    expect(time.differences).toEqual([
      'The clock of this instance is 3 days ahead of that of the provider',
    ]);
  });
});
