import { describe, expect, it } from '@jest/globals';

import { publicJwk } from '../../../test/support/private-keys.js';
import { isOfLowOrder } from './low-order-points.js';

describe('isOfLowOrder', () => {
  it.each([
    ['the identity', '0100000000000000000000000000000000000000000000000000000000000000'],
    [
      'the same with the prime added',
      'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    ],
    ['the point of order 2', 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['a point of order 4', '0000000000000000000000000000000000000000000000000000000000000000'],
    ['its opposite', '0000000000000000000000000000000000000000000000000000000000000080'],
    [
      'the same with the prime added',
      'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    ],
    ['a point of order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['its opposite', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
    ['another of order 8', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
    ['its opposite', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
  ])('knows %s', (_name, point) => {
    expect(isOfLowOrder(Buffer.from(point, 'hex').toString('base64url'))).toBe(true);
  });

  it('knows a key from them', () => {
    expect(isOfLowOrder(publicJwk('ed25519').x ?? '')).toBe(false);
  });
});
