import { describe, expect, it } from '@jest/globals';

import { accessGrant } from './access-grant.js';

const NOW = 1_000_000;
const LOGIN = { sub: 'user-1', issuedAt: NOW };
const GRANTED = {
  accessToken: 'access',
  refreshToken: 'refresh',
  scope: 'openid',
  expiresAt: NOW + 3600,
  login: LOGIN,
};
const NOTHING = { refreshToken: undefined, scope: undefined, expiresAt: undefined };

describe('accessGrant', () => {
  it('are refreshed a minute before their end, and up to half a minute sooner', () => {
    const times = Array.from({ length: 500 }, () => accessGrant(GRANTED, NOW).refreshAt);
    const ahead = times.map((time = 0) => GRANTED.expiresAt - time);
    expect(Math.min(...ahead)).toBe(60);
    expect(Math.max(...ahead)).toBe(90);
  });

  it('are not refreshed before half of a short life', () => {
    expect(accessGrant({ ...GRANTED, expiresAt: NOW + 100 }, NOW).refreshAt).toBe(NOW + 50);
  });

  it('are refreshed at once when they are dead on arrival', () => {
    expect(accessGrant({ ...GRANTED, expiresAt: NOW - 5 }, NOW).refreshAt).toBe(NOW - 5);
  });

  it('have no time when the provider tells none', () => {
    expect(accessGrant({ ...GRANTED, ...NOTHING }, NOW)).toEqual({
      accessToken: 'access',
      login: LOGIN,
    });
  });

  it('take the place of those before', () => {
    const before = accessGrant(GRANTED, NOW);
    const other = { ...GRANTED, accessToken: 'a', refreshToken: 'r', scope: 's' };
    expect(accessGrant(other, NOW, before)).toMatchObject({
      accessToken: 'a',
      refreshToken: 'r',
      scope: 's',
    });
  });

  it('keep the refresh token and the scope of those before, when none came', () => {
    const before = accessGrant(GRANTED, NOW);
    expect(accessGrant({ ...GRANTED, ...NOTHING, accessToken: 'a' }, NOW, before)).toEqual({
      accessToken: 'a',
      refreshToken: 'refresh',
      scope: 'openid',
      login: LOGIN,
    });
  });
});
