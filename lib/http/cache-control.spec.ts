import { describe, expect, it } from '@jest/globals';

import { nobodyMayKeep, sharedCachesMayKeep } from './cache-control.js';

describe('sharedCachesMayKeep', () => {
  it.each([
    '',
    'public',
    'max-age=600',
    'no-cache',
    'max-age=0, must-revalidate',
    's-maxage=10',
    'private, s-maxage=10',
    'private, public',
    'private="set-cookie"',
    'no-cache="private, no-store"',
    'x-private',
    'not-no-store',
  ])('by %p', (cacheControl) => {
    expect(sharedCachesMayKeep(cacheControl)).toBe(true);
  });

  it.each([
    'private',
    'no-store',
    'PRIVATE, max-age=600',
    'private,no-cache',
    'no-cache ,\tNo-Store',
    'no-cache="set-cookie", private',
    'public, no-store',
  ])('not by %p', (cacheControl) => {
    expect(sharedCachesMayKeep(cacheControl)).toBe(false);
  });

  it('is asked of long texts, too', () => {
    expect(sharedCachesMayKeep('"'.repeat(100_000))).toBe(true);
  });
});

describe('nobodyMayKeep', () => {
  it.each([
    ['private, No-Store', true],
    ['private, no-cache', false],
    ['x="no-store"', false],
  ])('by %p: %p', (cacheControl, expected) => {
    expect(nobodyMayKeep(cacheControl)).toBe(expected);
  });
});
