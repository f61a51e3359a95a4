import { describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../../test/support/fake-clock.js';
import { CircuitBreaker } from './circuit-breaker.js';

const FAILURES = 3;
const PAUSE = 30;

function aBreaker(failures = 0) {
  const clock = new FakeClock();
  const breaker = new CircuitBreaker(clock, FAILURES, PAUSE);
  for (let failed = 0; failed < failures; failed += 1) breaker.failed();
  return { breaker, clock };
}

describe('CircuitBreaker', () => {
  it('admits until there were too many failures', () => {
    expect([0, 1, 2, 3].map((failures) => aBreaker(failures).breaker.allows())).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('counts failures in a row only', () => {
    const { breaker } = aBreaker(FAILURES - 1);
    breaker.succeeded();
    breaker.failed();
    expect(breaker.allows()).toBe(true);
  });

  it('admits nobody a moment before the pause is over', () => {
    const { breaker, clock } = aBreaker(FAILURES);
    clock.advance(PAUSE - 1);
    expect(breaker.allows()).toBe(false);
  });

  it('admits one alone after the pause', () => {
    const { breaker, clock } = aBreaker(FAILURES);
    clock.advance(PAUSE);
    expect([breaker.allows(), breaker.allows()]).toEqual([true, false]);
  });

  it('admits everybody when that one succeeded', () => {
    const { breaker, clock } = aBreaker(FAILURES);
    clock.advance(PAUSE);
    breaker.allows();
    breaker.succeeded();
    expect([breaker.allows(), breaker.allows()]).toEqual([true, true]);
  });

  it('pauses again when that one failed', () => {
    const { breaker, clock } = aBreaker(FAILURES);
    clock.advance(PAUSE);
    breaker.allows();
    breaker.failed();
    clock.advance(PAUSE - 1);
    expect(breaker.allows()).toBe(false);
  });

  it('admits another when that one never told how it went', () => {
    const { breaker, clock } = aBreaker(FAILURES);
    clock.advance(PAUSE);
    breaker.allows();
    clock.advance(PAUSE);
    expect(breaker.allows()).toBe(true);
  });

  it('does not stay open when the clock is set back', () => {
    const { breaker, clock } = aBreaker(FAILURES);
    clock.advance(-3600);
    expect(breaker.allows()).toBe(true);
  });
});
