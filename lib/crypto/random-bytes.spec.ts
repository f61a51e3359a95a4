import { describe, expect, it } from '@jest/globals';

import { randomBytes } from './random-bytes.js';

describe('randomBytes', () => {
  it.each([0, 1, 12, 32, 4096])('are as many as were asked for: %d', (count) => {
    expect(randomBytes(count)).toHaveLength(count);
  });

  it('are never given twice, however many are asked for', () => {
    const given = Array.from({ length: 2000 }, () => randomBytes(12).toString('hex'));
    expect(new Set(given).size).toBe(given.length);
  });

  it('stay as they were given', () => {
    const bytes = randomBytes(32);
    const before = bytes.toString('hex');
    for (let index = 0; index < 1000; index += 1) randomBytes(32);
    expect(bytes.toString('hex')).toBe(before);
  });

  it('have no byte more often than others', () => {
    const counts = Array.from({ length: 256 }, () => 0);
    for (let index = 0; index < 256; index += 1)
      for (const byte of randomBytes(256)) counts[byte] = (counts[byte] ?? 0) + 1;
    // 256 of each are expected, and 16 is the standard deviation.
    for (const count of counts) expect(Math.abs(count - 256)).toBeLessThan(8 * 16);
  });
});
