import { beforeEach, describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../test/support/fake-clock.js';
import { ExpiringLru } from './expiring-lru.js';

describe('ExpiringLru', () => {
  let clock: FakeClock;
  let lru: ExpiringLru<number>;
  const inSeconds = (seconds: number): number => clock.seconds() + seconds;

  beforeEach(() => {
    clock = new FakeClock();
    lru = new ExpiringLru(clock, 2);
  });

  it('remembers a value until it expires', () => {
    lru.set('a', 1, inSeconds(10));
    clock.advance(9);
    expect(lru.get('a')).toBe(1);
    clock.advance(1);
    expect(lru.get('a')).toBeUndefined();
    expect(lru.size).toBe(0);
  });

  it('knows nothing else', () => {
    expect(lru.get('a')).toBeUndefined();
  });

  it('lets go of what was used longest ago', () => {
    lru.set('a', 1, inSeconds(10));
    lru.set('b', 2, inSeconds(10));
    lru.get('a');
    lru.set('c', 3, inSeconds(10));
    expect(['a', 'b', 'c'].map((key) => lru.get(key))).toEqual([1, undefined, 3]);
  });

  it('takes another value under the same key', () => {
    lru.set('a', 1, inSeconds(10));
    lru.set('a', 2, inSeconds(20));
    clock.advance(15);
    expect([lru.get('a'), lru.size]).toEqual([2, 1]);
  });

  it('forgets at once what it is told to', () => {
    lru.set('a', 1, inSeconds(10));
    lru.delete('a');
    expect(lru.get('a')).toBeUndefined();
  });

  it('keeps nothing that expired, though nobody asks for it again', () => {
    lru.set('a', 1, inSeconds(10));
    clock.advance(60);
    lru.set('b', 2, inSeconds(10));
    expect(lru.size).toBe(1);
  });
});
