import { afterEach, describe, expect, it } from '@jest/globals';

import { codeFrom } from '../../../test/support/code-of.js';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { DAY } from '../../../test/support/key-records.js';
import { RingInstances } from '../../../test/support/ring-instances.js';
import { InMemoryKeyRingStore } from './in-memory-key-ring.store.js';

const instances = new RingInstances();

afterEach(() => instances.stop());

/** A store with a clock of its own. */
class TimedStore extends InMemoryKeyRingStore {
  failure: Error | undefined;

  constructor(readonly clock = new FakeClock()) {
    super();
  }

  override now(): Promise<number> {
    return this.failure ? Promise.reject(this.failure) : Promise.resolve(this.clock.now());
  }
}

function off(clock: FakeClock, seconds: number): FakeClock {
  return new FakeClock(clock.now() + seconds * 1000);
}

/** Two keys, of which the second takes over in a day: three days later the first is over. */
async function aRingBeforeItsChange(store: InMemoryKeyRingStore, clock: FakeClock) {
  const right = await instances.start(store, clock);
  clock.advance(10 * DAY);
  const { kid: next } = await right.rotation.rotate();
  return { right, active: await right.signs(), next };
}

describe('an instance three days ahead', () => {
  it.each([
    ['without a clock', (_clock: FakeClock) => new InMemoryKeyRingStore()],
    ['with a clock', (clock: FakeClock) => new TimedStore(clock)],
  ])('takes the key in use from nobody, on a store %s', async (_what, storeWith) => {
    const clock = new FakeClock();
    const store = storeWith(clock);
    const { right, active, next } = await aRingBeforeItsChange(store, clock);
    const wrong = await instances.start(store, off(clock, 3 * DAY));
    await wrong.provider.refresh();

    expect((await store.load()).keys.map(({ kid }) => kid)).toEqual([active, next]);
    // Whoever asks it for our keys gets those that others sign with.
    expect((await wrong.published()).toSorted()).toEqual([active, next].toSorted());
    await right.provider.refresh();
    expect([await right.signs(), await right.published()]).toEqual([active, [active, next]]);
  });

  it('says so once, where the store has a clock', async () => {
    const store = new TimedStore();
    await instances.start(store, store.clock);
    const wrong = await instances.start(store, off(store.clock, 3 * DAY));
    await wrong.provider.refresh();
    await wrong.provider.refresh();
    expect(wrong.problems.filter((each) => each.includes('3 days ahead of'))).toEqual([
      'The clock of this instance is 3 days ahead of that of the store of the key ring: one of them is wrong. Until they agree, this instance removes no key that is needed by either; where it is the clock of the store, it makes none ahead of time and rotates none',
    ]);
  });

  it('removes what is over by both clocks', async () => {
    const store = new TimedStore();
    const { active, next } = await aRingBeforeItsChange(store, store.clock);
    store.clock.advance(3 * DAY);
    await instances.start(store, off(store.clock, 3 * DAY));
    const { keys } = await store.load();
    expect(keys.map(({ kid }) => kid)).toEqual([next]);
    expect(active).not.toBe(next);
  });

  it('makes no key ahead of time, and does what is due when its clock is right again', async () => {
    const store = new TimedStore();
    const right = await instances.start(store, store.clock);
    store.clock.advance(88 * DAY);
    const clock = off(store.clock, 3 * DAY);
    const wrong = await instances.start(store, clock);
    expect((await store.load()).keys).toHaveLength(1);
    clock.set(-3 * DAY);
    clock.advance(2 * DAY);
    store.clock.advance(2 * DAY);
    await wrong.provider.refresh();
    expect((await store.load()).keys).toHaveLength(2);
    expect(await right.signs()).toBe(await wrong.signs());
  });

  it('rotates no key, and says why', async () => {
    const store = new TimedStore();
    const wrong = await instances.start(store, off(store.clock, 3 * DAY));
    expect(await codeFrom(wrong.rotation.rotate())).toBe('key_unavailable');
    await expect(wrong.rotation.rotate({ force: true })).rejects.toThrow('3 days ahead of');
    expect((await store.load()).keys).toHaveLength(1);
  });

  it('revokes a key all the same: another is in use at once, everywhere', async () => {
    const store = new TimedStore();
    const { right, active, next } = await aRingBeforeItsChange(store, store.clock);
    const wrong = await instances.start(store, off(store.clock, 3 * DAY));
    await wrong.rotation.revoke(active);
    await right.provider.refresh();
    for (const each of [right, wrong])
      expect([await each.signs(), await each.published()]).toEqual([next, [next]]);
  });

  it('makes the first key of all so that it is in use everywhere', async () => {
    const store = new TimedStore();
    const wrong = await instances.start(store, off(store.clock, 3 * DAY));
    const [first] = (await store.load()).keys;
    expect(first).toMatchObject({ kid: await wrong.signs(), activatesAt: store.clock.seconds() });
  });

  it('removes keys after a day of its own without a clock to ask, and leaves those alone that others put back', async () => {
    const store = new InMemoryKeyRingStore();
    const clock = new FakeClock();
    const { right, active, next } = await aRingBeforeItsChange(store, clock);
    const ahead = off(clock, 5 * DAY);
    const wrong = await instances.start(store, ahead);
    ahead.advance(DAY);
    clock.advance(DAY - 60);
    await wrong.provider.refresh();
    expect((await store.load()).keys.map(({ kid }) => kid)).toEqual([next]);
    await right.provider.refresh();
    expect(await right.published()).toContain(active);
    await wrong.provider.refresh();
    expect((await store.load()).keys.map(({ kid }) => kid).toSorted()).toEqual(
      [active, next].toSorted(),
    );
    expect(wrong.problems.at(-1)).toContain(`${active} was removed from the key ring and is there`);
  });
});

describe('an instance three days behind', () => {
  it('rotates no key, which the provider would not know', async () => {
    const store = new TimedStore();
    await instances.start(store, store.clock);
    const wrong = await instances.start(store, off(store.clock, -3 * DAY));
    await expect(wrong.rotation.rotate()).rejects.toThrow('3 days behind');
  });

  it('puts no key back that others removed in time', async () => {
    const store = new TimedStore();
    const { right, active } = await aRingBeforeItsChange(store, store.clock);
    const clock = off(store.clock, -3 * DAY);
    const wrong = await instances.start(store, clock);
    store.clock.advance(2 * DAY);
    clock.advance(2 * DAY);
    await right.provider.refresh();
    await wrong.provider.refresh();
    expect((await store.load()).keys.map(({ kid }) => kid)).not.toContain(active);
  });
});

describe('a store that does not tell its time', () => {
  it('is as one without a clock: keys are removed after a day', async () => {
    const store = new TimedStore();
    const { right, next } = await aRingBeforeItsChange(store, store.clock);
    store.failure = new Error('NOPERM');
    store.clock.advance(3 * DAY);
    await right.provider.refresh();
    expect((await store.load()).keys.map(({ kid }) => kid)).toEqual([next]);
    expect(right.problems).toEqual([]);
  });
});
