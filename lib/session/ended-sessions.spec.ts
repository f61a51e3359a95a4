import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { beforeEach, describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../test/support/fake-clock.js';
import { FaultyStore } from '../../test/support/faulty-store.js';
import { resolvedOptions } from '../../test/support/resolved-options.js';
import { hours, minutes } from '../common/durations.js';
import type { CriiptoAuthOptions } from '../options/criipto-auth-options.js';
import { EndedSessions } from './ended-sessions.js';

const MEGABYTE = 1024 * 1024;

let clock: FakeClock;
let store: FaultyStore;
let warnings: string[];

beforeEach(() => {
  clock = new FakeClock();
  store = new FaultyStore(clock);
  warnings = [];
});

/** What one instance knows. */
async function instance(written: Partial<CriiptoAuthOptions> = {}): Promise<EndedSessions> {
  const options = await resolvedOptions(written);
  return new EndedSessions(options, clock, (message) => warnings.push(message));
}

/** One of those that share a store. */
const sharing = (written: Partial<CriiptoAuthOptions> = {}): Promise<EndedSessions> =>
  instance({ transaction: { store }, ...written });

/** As long as those of sessions. */
const idOf = (nth: number): string => `session ${String(nth).padStart(14, '0')}`;
const named = (id: string) => ({ id, createdAt: clock.seconds() });

describe('EndedSessions', () => {
  it('knows those that ended, and no others, at once', async () => {
    const ended = await instance();
    await ended.add(named('a'));
    expect([ended.statusOf(named('a')), ended.statusOf(named('b'))]).toEqual(['ended', 'live']);
    expect([ended.has('a'), ended.has('b')]).toEqual([true, false]);
  });

  it.each<[string, number, number]>([
    ['idle, and five minutes', 0, minutes(35)],
    ['as old as it may become', hours(8) - minutes(10), minutes(10)],
  ])('remembers one until it would be %s', async (_what, age, left) => {
    const ended = await sharing();
    const session = named('a');
    clock.advance(age);
    await ended.add(session);
    expect([...store.ttls.values()]).toEqual([left]);
    clock.advance(left);
    await ended.add(named('b'));
    expect([ended.has('a'), ended.has('b')]).toEqual([false, true]);
  });

  it('remembers none that is over anyway', async () => {
    const ended = await sharing();
    const session = named('a');
    clock.advance(hours(8));
    await ended.add(session);
    expect([ended.size, store.calls]).toEqual([0, []]);
  });

  it('remembers one of which nobody knows when it began', async () => {
    const ended = await instance();
    await ended.add({ id: 'a' });
    expect(ended.has('a')).toBe(true);
  });

  it('takes no more memory after 200,000 logouts than after 100,000, and says once that it is full', async () => {
    const ended = await instance();
    const end = async (from: number): Promise<number> => {
      for (let nth = from; nth < from + 100_000; nth += 1) await ended.add(named(idOf(nth)));
      return heapInUse();
    };
    const before = heapInUse();
    const full = await end(0);
    expect(full - before).toBeLessThan(16 * MEGABYTE);
    expect([ended.size, warnings]).toEqual([100_000, []]);
    expect((await end(100_000)) - full).toBeLessThan(4 * MEGABYTE);
    expect([ended.has(idOf(0)), ended.has(idOf(199_999))]).toEqual([false, true]);
    expect(ended.size).toBeLessThanOrEqual(100_000);
    expect(warnings).toEqual([expect.stringContaining('More than 100000 sessions ended lately')]);
  }, 30_000);
});

describe('EndedSessions of instances that share a store', () => {
  it('are known to each within a minute, and where they ended at once', async () => {
    const [here, there] = [await sharing(), await sharing()];
    const session = named('a');
    expect(await there.statusOf(session)).toBe('live');
    await here.add(session);
    expect(here.statusOf(session)).toBe('ended');
    clock.advance(59);
    expect(there.statusOf(session)).toBe('live');
    clock.advance(1);
    expect(await there.statusOf(session)).toBe('ended');
  });

  it('are asked for once a minute, however many ask', async () => {
    const ended = await sharing();
    const session = named('a');
    const asked = Array.from({ length: 20 }, async () => ended.statusOf(session));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['live']));
    expect(ended.statusOf(session)).toBe('live');
    expect(store.calls).toEqual(['get']);
    clock.advance(60);
    await ended.statusOf(session);
    expect(store.calls).toEqual(['get', 'get']);
  });

  it('are ended, also while the store was asked', async () => {
    const ended = await sharing();
    const status = ended.statusOf(named('a'));
    await ended.add(named('a'));
    expect(await status).toBe('ended');
  });

  it('say nothing of a session to who reads the store', async () => {
    await (await sharing()).add(named('a-name-that-is-long'));
    expect([...store.content]).toEqual([[expect.stringMatching(/^ended:[\w-]{43}$/), '']]);
  });

  it('are those of one application', async () => {
    const session = named('a');
    await (await sharing()).add(session);
    const other = await sharing({ clientId: 'another' });
    expect(await other.statusOf(session)).toBe('live');
  });
});

describe('EndedSessions while the store is away', () => {
  it('are known where they ended, which says so once', async () => {
    const ended = await sharing();
    store.fail('set');
    await ended.add(named('a'));
    await ended.add(named('b'));
    expect([ended.has('a'), ended.has('b')]).toEqual([true, true]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^A session that ended is known here alone: `transaction.store` failed/,
      ),
    ]);
    expect(warnings.join()).not.toContain('a secret of the store');
  });

  it('are perhaps others, too, until it answers again', async () => {
    const ended = await sharing();
    const session = named('a');
    store.fail('get');
    expect(await ended.statusOf(session)).toBe('unknown');
    expect(ended.statusOf(session)).toBe('unknown');
    clock.advance(60);
    store.fail();
    expect(await ended.statusOf(session)).toBe('live');
    clock.advance(60);
    store.fail('get');
    expect(await ended.statusOf(session)).toBe('unknown');
    expect(warnings).toHaveLength(2);
  });
});

/** Bytes, when there is no garbage. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // V8's own, which the flag shows
  collect();
  return process.memoryUsage().heapUsed;
}
