import { describe, expect, it } from '@jest/globals';

import { tokenSet } from './token-set.js';

const GRANT = { accessToken: 'a', refreshToken: 'r', scope: 'openid', expiresIn: 60 };

describe('tokenSet', () => {
  it('ends by our own clock, counted from when it was asked for', () => {
    expect(tokenSet(GRANT, 1_000)).toStrictEqual({
      accessToken: 'a',
      refreshToken: 'r',
      scope: 'openid',
      expiresAt: 1_060,
    });
  });

  it('ends nobody knows when, where the provider does not tell', () => {
    expect(tokenSet({ ...GRANT, expiresIn: undefined }, 1_000).expiresAt).toBeUndefined();
  });
});
