import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { equalInConstantTime } from './constant-time.js';

describe('equalInConstantTime', () => {
  it('agrees with === on any two texts', () => {
    const text = fc.string({ unit: 'grapheme' });
    const agrees = fc.property(text, text, (a, b) => equalInConstantTime(a, b) === (a === b));
    fc.assert(agrees);
  });

  it('finds any text equal to itself', () => {
    expect(equalInConstantTime('secret', 'secret')).toBe(true);
  });

  it.each([
    ['secret', 'secreT'],
    ['secret', 'secret '],
    ['secret', ''],
    ['\u00e9', 'e\u0301'],
  ])('tells %j from %j', (a, b) => {
    expect(equalInConstantTime(a, b)).toBe(false);
  });
});
