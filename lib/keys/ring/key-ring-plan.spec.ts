import { describe, expect, it } from '@jest/globals';

import { aKey, DAY, POLICY } from '../../../test/support/key-records.js';
import { earlyRotation, nextChange, planAt, planOf } from './key-ring-plan.js';
import type { RingMoment } from './ring-clock.js';

const T = 1_000 * DAY;
const a = aKey('a', T);
const b = aKey('b', T + 90 * DAY);
const due = T + 89 * DAY;

describe('planOf', () => {
  const plan = (now: number, ...records: Parameters<typeof planOf>[0]) =>
    planOf(records, now, POLICY);

  it('makes the first key at once', () => {
    expect(plan(T)).toEqual({ successor: { activatesAt: T }, remove: [] });
  });

  it('makes the next one when its time to be published has come, and not before', () => {
    expect(plan(due - 1, a).successor).toBeUndefined();
    expect(plan(due, a).successor).toEqual({ activatesAt: T + 90 * DAY });
  });

  it('gives the next one its lead, however late it is', () => {
    expect(plan(T + 300 * DAY, a).successor).toEqual({ activatesAt: T + 301 * DAY });
  });

  it('makes one only', () => {
    expect(plan(due, a, b).successor).toBeUndefined();
  });

  it('makes one at once when all were revoked', () => {
    expect(plan(T + 5, { ...a, revokedAt: T }).successor).toEqual({ activatesAt: T + 5 });
  });

  it('removes a key when its lag has passed, and not before', () => {
    expect(plan(b.activatesAt + DAY - 1, a, b).remove).toEqual([]);
    expect(plan(b.activatesAt + DAY, a, b).remove).toEqual(['a']);
  });

  it('removes the record of a revoked key after two years, and not before', () => {
    const revoked = { ...a, revokedAt: T + 5 };
    const successor = aKey('b', T + 720 * DAY);
    expect(plan(T + 4 + 730 * DAY, revoked, successor).remove).toEqual([]);
    expect(plan(T + 5 + 730 * DAY, revoked, successor).remove).toEqual(['a']);
  });

  it('keeps that record for as long when the clock that revoked it was years behind', () => {
    const revoked = { ...a, revokedAt: T - 900 * DAY };
    expect(plan(T + DAY, revoked, b).remove).toEqual([]);
  });

  it('removes nothing before that is certain, and makes keys all the same', () => {
    const late = b.activatesAt + 89 * DAY;
    expect(planOf([a, b], late, POLICY, 'sig', -Infinity)).toEqual({
      successor: { activatesAt: T + 180 * DAY },
      remove: [],
    });
  });
});

describe('planAt, while two clocks disagree', () => {
  const disputed = (now: number, others: number): RingMoment => ({
    now,
    certain: Math.min(now, others),
    earliest: Math.min(now, others),
    latest: Math.max(now, others),
    dispute: 'The clocks disagree',
  });

  it.each([
    ['ahead', disputed(due + 5, due - 3 * DAY)],
    ['behind', disputed(due + 5, due + 3 * DAY)],
  ])('plans no key, when this one is %s', (_what, moment) => {
    expect(planAt([a], moment, POLICY, 'sig').successor).toBeUndefined();
  });

  it('removes what is over by both, and nothing else', () => {
    const over = b.activatesAt + DAY;
    expect(planAt([a, b], disputed(over, over - 1), POLICY, 'sig').remove).toEqual([]);
    expect(planAt([a, b], disputed(over, over + 3 * DAY), POLICY, 'sig').remove).toEqual(['a']);
  });

  it('makes a key where there is none, which is in use by both', () => {
    expect(planAt([], disputed(T, T - 3 * DAY), POLICY, 'sig').successor).toEqual({
      activatesAt: T - 3 * DAY,
    });
  });
});

describe('nextChange', () => {
  it.each([
    ['now, for an empty ring', [], T, T],
    ['when the next key is to be made', [a], T, due],
    ['now, when it is late', [a], due + 5, due + 5],
    ['when the next key takes over', [a, b], due, b.activatesAt],
    ['when the replaced key goes', [a, b], b.activatesAt, b.activatesAt + DAY],
    ['now, when that is late', [a, b], b.activatesAt + 2 * DAY, b.activatesAt + 2 * DAY],
  ])('is %s', (_what, records, now, expected) => {
    expect(nextChange(records, now, POLICY)).toBe(expected);
  });
});

describe('an early rotation', () => {
  const early = (now: number, force: boolean, ...records: Parameters<typeof planOf>[0]) => {
    const { waiting, activatesAt } = earlyRotation(records, now, POLICY, force);
    return [waiting?.kid, activatesAt];
  };

  it('gives a new key its lead', () => {
    expect(early(T + DAY, false, a)).toEqual([undefined, T + 2 * DAY]);
  });

  it('lets a new key take over at once by force', () => {
    expect(early(T + DAY, true, a)).toEqual([undefined, T + DAY]);
  });

  it('brings the waiting key forward, by force', () => {
    expect(early(due + 5, true, a, b)).toEqual(['b', due + 5]);
  });

  it('brings the waiting key forward as far as its lead allows', () => {
    const far = aKey('far', T + 300 * DAY, { createdAt: T + 10 });
    expect(early(T + 20, false, a, far)).toEqual(['far', T + 10 + DAY]);
    expect(early(T + 5 * DAY, false, a, far)).toEqual(['far', T + 5 * DAY]);
  });

  it('never puts the waiting key off', () => {
    expect(early(b.activatesAt - 1, false, a, b)).toEqual(['b', b.activatesAt]);
  });

  it('takes over from a key that began by a clock ahead of this one, for good', () => {
    expect(early(T - 30, true, a)).toEqual([undefined, T - 29]);
    const { others } = earlyRotation([a, b], T - 30, POLICY, true);
    expect(others).toEqual([{ ...a, activatesAt: T - 30 }]);
  });

  it('never lets two begin in the same second', () => {
    expect(early(T, true, a)).toEqual([undefined, T + 1]);
  });
});
