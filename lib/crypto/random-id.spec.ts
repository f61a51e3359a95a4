import { describe, expect, it } from '@jest/globals';

import { randomId } from './random-id.js';

describe('randomId', () => {
  it('is 256 bits, safe in a URL', () => {
    const id = randomId();
    expect(id).toMatch(/^[\w-]{43}$/);
    expect(Buffer.from(id, 'base64url')).toHaveLength(32);
  });

  it('is another one every time', () => {
    const ids = Array.from({ length: 1000 }, randomId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
