import { describe, expect, it } from '@jest/globals';

import { aKey, DAY, POLICY } from '../../../test/support/key-records.js';
import { activeKey, type KeyRecord, publishedKeys, stateOf } from './key-ring.js';

const T = 1_000 * DAY;

const activeAt = (now: number, records: readonly KeyRecord[]) => activeKey(records, now)?.kid;
const publishedAt = (now: number, records: readonly KeyRecord[]) =>
  publishedKeys(records, now, POLICY).map(({ kid }) => kid);
const statesAt = (now: number, records: readonly KeyRecord[]) =>
  Object.fromEntries(records.map((each) => [each.kid, stateOf(each, records, now, POLICY)]));

describe('the active key', () => {
  const a = aKey('a', T);
  const b = aKey('b', T + 90 * DAY);

  it('is the last whose time has come', () => {
    expect(activeAt(b.activatesAt - 1, [b, a])).toBe('a');
    expect(activeAt(b.activatesAt, [b, a])).toBe('b');
  });

  it('is the one with the last name, of two that begin together', () => {
    expect(activeAt(T, [aKey('y', T), aKey('z', T), aKey('x', T)])).toBe('z');
  });

  it('is the first to come when the time of none has', () => {
    expect(activeAt(T - 10, [b, a])).toBe('a');
  });

  it('is never one that was revoked', () => {
    expect(activeAt(b.activatesAt, [a, { ...b, revokedAt: T }])).toBe('a');
    expect(activeAt(T, [{ ...a, revokedAt: T }, b])).toBe('b');
  });

  it('is none when every key was revoked', () => {
    expect(activeAt(T, [{ ...a, revokedAt: T }])).toBeUndefined();
  });

  it('is none of an empty ring', () => {
    expect(activeAt(T, [])).toBeUndefined();
  });
});

describe('the published keys', () => {
  const records = [aKey('a', T), aKey('b', T + 90 * DAY)];
  const change = T + 90 * DAY;

  it('begin with the active one', () => {
    expect(publishedAt(change - 1, records)).toEqual(['a', 'b']);
    expect(publishedAt(change, records)).toEqual(['b', 'a']);
  });

  it('hold the one that was replaced until its lag has passed', () => {
    expect(publishedAt(change + DAY - 1, records)).toEqual(['b', 'a']);
    expect(publishedAt(change + DAY, records)).toEqual(['b']);
  });

  it('never hold one that was revoked', () => {
    const [a, b] = [aKey('a', T, { revokedAt: T }), aKey('b', T + 90 * DAY)];
    expect(publishedAt(T, [a, b])).toEqual(['b']);
  });
});

describe('the state of a key', () => {
  const records = [
    aKey('a', T),
    aKey('b', T + 90 * DAY),
    aKey('c', T + 180 * DAY),
    aKey('d', T, { revokedAt: T }),
  ];

  it.each([
    [T - 1, { a: 'active', b: 'published', c: 'published', d: 'revoked' }],
    [T + 90 * DAY, { a: 'retiring', b: 'active', c: 'published', d: 'revoked' }],
    [T + 91 * DAY, { a: 'removed', b: 'active', c: 'published', d: 'revoked' }],
    [T + 180 * DAY, { a: 'removed', b: 'retiring', c: 'active', d: 'revoked' }],
  ])('follows from the time alone: at %i', (now, states) => {
    expect(statesAt(now, records)).toEqual(states);
  });
});
