import { beforeEach, describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../../test/support/fake-clock.js';
import { hours, minutes } from '../../common/durations.js';
import { CachedDocument, maxAgeOf } from './cached-document.js';

let clock: FakeClock;
let fetches: number;
/** What the provider lets a document be kept, and whether it is there at all. */
let maxAge: number | undefined;
let isDown: boolean;
let cached: CachedDocument<string>;

beforeEach(() => {
  clock = new FakeClock();
  fetches = 0;
  maxAge = undefined;
  isDown = false;
  cached = new CachedDocument(async () => {
    fetches += 1;
    if (isDown) throw new Error('down');
    return { value: `copy ${fetches}`, maxAge };
  }, clock);
});

describe('CachedDocument', () => {
  it('fetches nothing before it is asked', () => {
    expect(fetches).toBe(0);
  });

  it('fetches once for any number of callers', async () => {
    const copies = await Promise.all(Array.from({ length: 500 }, () => cached.get()));
    expect(new Set(copies)).toEqual(new Set(['copy 1']));
  });

  it('asks the provider again after a failure, for whom there is no copy to keep', async () => {
    isDown = true;
    await expect(cached.get()).rejects.toThrow('down');
    isDown = false;
    expect(await cached.get()).toBe('copy 2');
  });

  it('lets concurrent callers share a failure', async () => {
    isDown = true;
    const outcomes = await Promise.allSettled([cached.get(), cached.get(), cached.get()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(fetches).toBe(1);
  });
});

describe('CachedDocument keeps a copy for', () => {
  it.each([
    ['an hour when the provider says nothing', undefined, hours(1)],
    ['as long as the provider says', minutes(20), minutes(20)],
    ['5 minutes at least', 0, minutes(5)],
    ['24 hours at most', hours(24 * 365), hours(24)],
  ])('%s', async (_, said, kept) => {
    maxAge = said;
    await cached.get();
    clock.advance(kept - 1);
    expect(await cached.get()).toBe('copy 1');
    clock.advance(1);
    expect(await cached.get()).toBe('copy 2');
  });
});

describe('CachedDocument, while the provider is down,', () => {
  beforeEach(async () => {
    await cached.get();
    clock.advance(hours(1));
    isDown = true;
  });

  it('serves the last good copy', async () => {
    expect(await cached.get()).toBe('copy 1');
  });

  it('does not ask again for 30 seconds', async () => {
    await cached.get();
    clock.advance(29);
    await cached.get();
    expect(fetches).toBe(2);
    clock.advance(1);
    await cached.get();
    expect(fetches).toBe(3);
  });

  it('takes a new copy as soon as there is one', async () => {
    await cached.get();
    isDown = false;
    clock.advance(30);
    expect(await cached.get()).toBe('copy 3');
  });

  it('serves the last good copy for 24 hours and no longer', async () => {
    clock.advance(hours(24) - 1);
    expect(await cached.get()).toBe('copy 1');
    clock.advance(1);
    await expect(cached.get()).rejects.toThrow('down');
  });
});

describe('CachedDocument#refresh', () => {
  it('fetches although the copy is fresh', async () => {
    await cached.get();
    expect(await cached.refresh()).toBe('copy 2');
    expect(await cached.get()).toBe('copy 2');
  });

  it('shares a fetch that is under way', async () => {
    expect(await Promise.all([cached.get(), cached.refresh()])).toEqual(['copy 1', 'copy 1']);
  });

  it('leaves the copy at hand as it is when it fails', async () => {
    await cached.get();
    isDown = true;
    await expect(cached.refresh()).rejects.toThrow('down');
    expect(await cached.get()).toBe('copy 1');
  });
});

describe('maxAgeOf', () => {
  it.each([
    ['max-age=600', 600],
    ['public, max-age=600', 600],
    ['public,max-age=600,immutable', 600],
    ['Max-Age=0', 0],
    ['s-maxage=5, max-age=600', 600],
  ])('reads %s', (header, seconds) => {
    expect(maxAgeOf(header)).toBe(seconds);
  });

  it.each([
    undefined,
    '',
    'no-store',
    's-maxage=600',
    'x-max-age=600',
    'max-age=-1',
    'max-age=1e3',
    'max-age="600"',
    'max-age=12345678901234567890',
  ])('finds none in %p', (header) => {
    expect(maxAgeOf(header)).toBeUndefined();
  });
});

describe('how it stands with a CachedDocument', () => {
  it('asks the provider, where nobody did before', async () => {
    expect(await cached.status()).toEqual({ failure: undefined, age: 0 });
    expect(fetches).toBe(1);
  });

  it('asks it once in half a minute', async () => {
    await cached.get();
    clock.advance(29);
    expect(await cached.status()).toEqual({ failure: undefined, age: 29 });
    expect(fetches).toBe(1);
    clock.advance(1);
    expect(await cached.status()).toEqual({ failure: undefined, age: 0 });
    expect(fetches).toBe(2);
  });

  it('has no copy to tell of, while the provider was never there', async () => {
    isDown = true;
    const { failure, age } = await cached.status();
    expect(failure).toEqual(new Error('down'));
    expect(age).toBeUndefined();
  });

  it('has the age of the last good copy, while that may serve', async () => {
    await cached.get();
    isDown = true;
    clock.advance(hours(25) - 1);
    expect(await cached.status()).toEqual({
      failure: new Error('down'),
      age: hours(25) - 1,
    });
    clock.advance(1);
    expect((await cached.status()).age).toBeUndefined();
  });

  it('tells what a caller met with, and asks no more for that', async () => {
    isDown = true;
    await expect(cached.get()).rejects.toThrow('down');
    expect((await cached.status()).failure).toEqual(new Error('down'));
    expect(fetches).toBe(1);
  });

  it('asks again after our clock was set back', async () => {
    await cached.get();
    clock.advance(-hours(1));
    expect((await cached.status()).failure).toBeUndefined();
    expect(fetches).toBe(2);
  });
});
