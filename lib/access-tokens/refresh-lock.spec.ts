import { beforeEach, describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../test/support/fake-clock.js';
import { FaultyStore } from '../../test/support/faulty-store.js';
import { RefreshLock } from './refresh-lock.js';

let clock: FakeClock;
let store: FaultyStore;
let one: RefreshLock;
let other: RefreshLock;
let told: unknown[];

const lockOf = (session: string) =>
  new RefreshLock(store, session, (failure) => told.push(failure));

beforeEach(() => {
  clock = new FakeClock();
  store = new FaultyStore(clock);
  told = [];
  one = lockOf('session');
  other = lockOf('session');
});

describe('RefreshLock', () => {
  it('is one at a time', async () => {
    expect(await one.take(30)).toBe(true);
    expect(await other.take(30)).toBe(false);
  });

  it('is one for each session', async () => {
    await one.take(30);
    expect(await lockOf('another').take(30)).toBe(true);
  });

  it('is there for the next when it was released', async () => {
    await one.take(30);
    await one.release();
    expect(await other.take(30)).toBe(true);
  });

  it('is lost by who dies with it, when its time is over', async () => {
    await one.take(30);
    clock.advance(29);
    expect(await other.take(30)).toBe(false);
    clock.advance(1);
    expect(await other.take(30)).toBe(true);
  });

  it('is not released by who lost it', async () => {
    await one.take(30);
    clock.advance(30);
    await other.take(30);
    await one.release();
    expect(await one.take(30)).toBe(false);
  });

  it('is there for nobody during a pause, not even by a release', async () => {
    await one.take(30);
    await one.pause(10);
    await one.release();
    expect(await other.take(30)).toBe(false);
    clock.advance(10);
    expect(await other.take(30)).toBe(true);
  });

  it('is over in its own time when the store fails at its release', async () => {
    await one.take(30);
    store.failAll();
    await one.release();
    expect(told).toEqual([expect.any(RangeError)]);
    store.fail();
    expect(await other.take(30)).toBe(false);
    clock.advance(30);
    expect(await other.take(30)).toBe(true);
  });
});
