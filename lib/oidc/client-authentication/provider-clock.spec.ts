import { describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../../test/support/fake-clock.js';
import { ProviderClock } from './provider-clock.js';

/** What is said after an answer with such a `Date`, when it is noon here. */
function described(date: string | undefined): string {
  const clock = new ProviderClock(new FakeClock(Date.parse('2026-01-15T12:00:00Z')));
  clock.observe(date);
  return clock.describe();
}

describe('ProviderClock', () => {
  it.each([
    ['the same second', 'Thu, 15 Jan 2026 12:00:00 GMT', 'clocks agree'],
    ['a second off, as a header can be', 'Thu, 15 Jan 2026 11:59:59 GMT', 'clocks agree'],
    ['later', 'Thu, 15 Jan 2026 12:01:30 GMT', "the provider's clock is 90 s ahead of ours"],
    ['earlier', 'Thu, 15 Jan 2026 11:55:00 GMT', "the provider's clock is 300 s behind ours"],
    ['no date at all', undefined, 'clock difference unknown'],
    ['no proper date', 'yesterday', 'clock difference unknown'],
  ])('says of %s: %s', (_, date, words) => {
    expect(described(date)).toBe(words);
  });

  it('keeps what it knew when an answer has no proper date', () => {
    const clock = new ProviderClock(new FakeClock(Date.parse('2026-01-15T12:00:00Z')));
    clock.observe('Thu, 15 Jan 2026 12:01:30 GMT');
    clock.observe('yesterday');
    expect(clock.describe()).toBe("the provider's clock is 90 s ahead of ours");
  });
});
