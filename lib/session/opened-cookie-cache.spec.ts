import { beforeEach, describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../test/support/fake-clock.js';
import { OpenedCookieCache } from './opened-cookie-cache.js';
import type { SessionData } from './session-data.js';

describe('OpenedCookieCache', () => {
  let clock: FakeClock;
  let opened: OpenedCookieCache;
  const inSeconds = (seconds: number): number => clock.seconds() + seconds;

  beforeEach(() => {
    clock = new FakeClock();
    opened = new OpenedCookieCache(clock);
  });

  const dataOf = (sub: string): SessionData => ({
    user: {
      sub,
      issuer: 'https://example.criipto.id',
      eid: 'mitid',
      authenticatedAt: clock.now(),
      claims: { address: { locality: 'Aarhus' } },
    },
    createdAt: clock.seconds(),
    seenAt: clock.seconds(),
  });

  const remember = (sealed: string, value: SessionData, expiresAt: number) =>
    opened.dataOf(sealed, () => ({ value, expiresAt }));
  const get = (sealed: string) => opened.dataOf(sealed, () => undefined);

  it('knows what was in a cookie, and in no other', () => {
    remember('a', dataOf('anna'), inSeconds(600));
    expect(get('a')?.user.sub).toBe('anna');
    expect(get('b')).toBeUndefined();
  });

  it('remembers nothing beyond its seal', () => {
    remember('a', dataOf('anna'), inSeconds(10));
    clock.advance(9);
    expect(get('a')).toBeDefined();
    clock.advance(1);
    expect(get('a')).toBeUndefined();
  });

  it('remembers nothing for longer than a minute', () => {
    remember('a', dataOf('anna'), inSeconds(600));
    clock.advance(59);
    expect(get('a')).toBeDefined();
    clock.advance(1);
    expect(get('a')).toBeUndefined();
  });

  it('forgets what it is told to', () => {
    remember('a', dataOf('anna'), inSeconds(600));
    opened.forget('a');
    expect(get('a')).toBeUndefined();
  });

  it('remembers a thousand, and lets go of the one that was used longest ago', () => {
    for (let each = 0; each <= 1000; each += 1)
      remember(String(each), dataOf(String(each)), inSeconds(600));
    expect(get('0')).toBeUndefined();
    expect(get('1')).toBeDefined();
  });

  it('lets nobody write into what all are given', () => {
    const data = remember('a', dataOf('anna'), inSeconds(600));
    const user = data?.user;
    for (const shared of [data, user, user?.claims, user?.claims['address']])
      expect(Object.isFrozen(shared)).toBe(true);
  });

  it('gives everybody a copy of what is the application’s own', () => {
    const mapped = { roles: ['reader'] };
    const first = remember('a', { ...dataOf('anna'), mapped }, inSeconds(600));
    const own = first?.mapped as typeof mapped;
    own.roles.push('admin');
    expect(get('a')?.mapped).toEqual({ roles: ['reader'] });
  });
});
