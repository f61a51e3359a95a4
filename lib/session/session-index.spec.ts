import { beforeEach, describe, expect, it } from '@jest/globals';

import { codeFrom } from '../../test/support/code-of.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { FaultyStore } from '../../test/support/faulty-store.js';
import { hours } from '../common/durations.js';
import { type ListEntry, SessionIndex } from './session-index.js';

const LIST = 'list';

let clock: FakeClock;
let store: FaultyStore;
let index: SessionIndex;

beforeEach(() => {
  clock = new FakeClock();
  store = new FaultyStore(clock);
  index = new SessionIndex(store, clock);
});

const entry = (id: string, changes: Partial<ListEntry> = {}): ListEntry => ({
  id,
  lists: [LIST],
  issuedAt: clock.seconds(),
  expiresAt: clock.seconds() + hours(8),
  ...changes,
});

const idsIn = async (list = LIST): Promise<readonly string[]> =>
  (await index.entries(list)).map(({ id }) => id);

describe('SessionIndex', () => {
  it('has the sessions that were added, in their order', async () => {
    for (const id of ['a', 'b', 'c']) await index.add(entry(id));
    expect(await idsIn()).toEqual(['a', 'b', 'c']);
  });

  it('tells who is on the list with a session that is added', async () => {
    await index.add(entry('a'));
    const [sessions] = await index.add(entry('b'));
    expect(sessions?.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('has a session on each of its lists, and removes it from each', async () => {
    const lists = [LIST, 'other'];
    await index.add(entry('a', { lists }));
    expect([await idsIn(), await idsIn('other')]).toEqual([['a'], ['a']]);
    await index.remove([entry('a', { lists })]);
    expect([await idsIn(), await idsIn('other')]).toEqual([[], []]);
  });

  it('loses none of many that are added at once', async () => {
    const ids = Array.from({ length: 50 }, (_, number) => `session ${number}`);
    await Promise.all(ids.map((id) => index.add(entry(id))));
    expect(new Set(await idsIn())).toEqual(new Set(ids));
  });

  it('lets go of what is over', async () => {
    await index.add(entry('a', { expiresAt: clock.seconds() + 10 }));
    await index.add(entry('b'));
    clock.advance(10);
    expect(await idsIn()).toEqual(['b']);
    await index.add(entry('c'));
    expect(store.content.get(LIST)).not.toContain('"a"');
  });

  it('leaves nothing behind when the last session is over', async () => {
    await index.add(entry('a'));
    clock.advance(hours(8));
    expect(await store.get(LIST)).toBeUndefined();
  });

  it.each(['', 'null', '[]', 'no JSON'])('takes %p for an empty list', async (text) => {
    await store.set(LIST, text, 60);
    expect(await idsIn()).toEqual([]);
    await index.add(entry('a'));
    expect(await idsIn()).toEqual(['a']);
  });

  it('gives up when somebody else is always quicker', async () => {
    await index.add(entry('a'));
    store.compareAndSet = async () => false;
    expect(await codeFrom(index.add(entry('b')))).toBe('store_unavailable');
  });
});

describe('SessionIndex closes a list', () => {
  it('to sessions of before, and gives those that it has', async () => {
    await index.add(entry('a'));
    const sessions = await index.close(LIST, clock.seconds());
    expect(sessions.map(({ id }) => id)).toEqual(['a']);
    expect(await index.add(entry('b'))).toEqual([]);
    expect(await idsIn()).toEqual(['a']);
  });

  it('of 5,000 sessions, and strikes off all of them', async () => {
    const own = (nth: number): readonly string[] => [LIST, `list ${nth}`];
    const entries = Array.from({ length: 5000 }, (_, nth) => entry(`${nth}`, { lists: own(nth) }));
    await store.set(LIST, JSON.stringify({ entries }), hours(8));
    const closed = await index.close(LIST, clock.seconds());
    expect(closed).toEqual(entries);
    await index.remove(closed);
    expect(await idsIn()).toEqual([]);
    expect(await index.add(entry('late'))).toEqual([]);
  });

  it('not to sessions of after', async () => {
    await index.close(LIST, clock.seconds());
    await index.add(entry('b', { issuedAt: clock.seconds() + 1 }));
    expect(await idsIn()).toEqual(['b']);
  });

  it('and does not give those of after', async () => {
    await index.add(entry('b', { issuedAt: clock.seconds() + 1 }));
    expect(await index.close(LIST, clock.seconds())).toEqual([]);
  });

  it('and does not open it when it is closed once more, for less', async () => {
    await index.close(LIST, clock.seconds());
    await index.close(LIST, clock.seconds() - 10);
    expect(await index.add(entry('a'))).toEqual([]);
  });

  it('for longer than a login takes, and not for ever', async () => {
    const late = entry('a');
    await index.close(LIST, clock.seconds());
    clock.advance(hours(1) - 1);
    expect(await index.add(late)).toEqual([]);
    clock.advance(1);
    expect(await index.add(late)).toHaveLength(1);
  });
});
