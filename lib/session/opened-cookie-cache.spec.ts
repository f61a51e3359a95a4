import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { beforeEach, describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../test/support/fake-clock.js';
import { CriiptoUser } from '../eid/user/criipto-user.js';
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
    opened.dataOf({ name: 'session', value: sealed }, () => ({ value, expiresAt }));
  const get = (sealed: string, name = 'session') =>
    opened.dataOf({ name, value: sealed }, () => undefined);

  it('knows what was in a cookie, and in no other', () => {
    remember('a', dataOf('anna'), inSeconds(600));
    expect(get('a')?.user.sub).toBe('anna');
    expect(get('b')).toBeUndefined();
  });

  it('knows nothing of the same cookie under another name, for which it was not sealed', () => {
    remember('a', dataOf('anna'), inSeconds(600));
    expect(get('a', 'another')).toBeUndefined();
    expect(get('a')?.user.sub).toBe('anna');
  });

  it.each([
    ['begins', 'b-the-end-of-both-cookies', 'a-the-end-of-both-cookies'],
    ['is longer', 'a the-end-of-both-cookies', 'the-end-of-both-cookies'],
    ['ends', 'a cookie of which the end is 1', 'a cookie of which the end is 2'],
  ])('knows none that %s otherwise', (_, one, other) => {
    remember(one, dataOf('anna'), inSeconds(600));
    expect(get(other)).toBeUndefined();
    expect(get(one)?.user.sub).toBe('anna');
  });

  it('gives each of two cookies with the same end what was in it', () => {
    const [one, other] = ['1 the-end-of-both', '2 the-end-of-both'];
    for (let time = 0; time < 2; time += 1) {
      expect(remember(one, dataOf('anna'), inSeconds(600))?.user.sub).toBe('anna');
      expect(remember(other, dataOf('bo'), inSeconds(600))?.user.sub).toBe('bo');
    }
  });

  it('keeps no header of which a cookie was a part', () => {
    const length = 200_000;
    const ask = (each: number) => {
      const header = Buffer.alloc(length, 'x').toString('latin1') + `session-cookie-${each}-`;
      remember(`${header}${each}`.slice(length), dataOf('anna'), inSeconds(600));
    };
    const before = heapInUse();
    for (let time = 0; time < 2; time += 1) for (let each = 0; each < 200; each += 1) ask(each);
    expect(get('session-cookie-199-199')).toBeDefined();
    expect(heapInUse() - before).toBeLessThan((200 * length) / 4);
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

  it('gives claims that a user takes as they are', () => {
    const user = remember('a', dataOf('anna'), inSeconds(600))?.user;
    if (!user) throw new Error('It is there');
    const { acr, level } = user;
    const { claims } = new CriiptoUser({ ...user, acr, level, authenticatedAt: new Date() });
    expect(claims).toBe(user.claims);
    expect(claims).toEqual({ address: { locality: 'Aarhus' } });
    expect(Object.getPrototypeOf(claims)).toBeNull();
  });

  it('gives everybody a copy of what is the application’s own', () => {
    const mapped = { roles: ['reader'] };
    const first = remember('a', { ...dataOf('anna'), mapped }, inSeconds(600));
    const own = first?.mapped as typeof mapped;
    own.roles.push('admin');
    expect(get('a')?.mapped).toEqual({ roles: ['reader'] });
  });
});

/** Bytes, when there is no garbage. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // V8's own, which the flag shows
  collect();
  return process.memoryUsage().heapUsed;
}
