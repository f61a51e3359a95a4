import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';

import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { codeFrom } from '../../test/support/code-of.js';
import { eidClaims } from '../../test/support/eid-claims.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { FaultyStore } from '../../test/support/faulty-store.js';
import { LogLines } from '../../test/support/log-lines.js';
import { COOKIES, resolvedOptions } from '../../test/support/resolved-options.js';
import { SECRET } from '../../test/support/written-options.js';
import { hours, minutes } from '../common/durations.js';
import { CriiptoUser } from '../eid/user/criipto-user.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import type { AuthEventMap } from '../events/auth-events.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { Cookies } from '../http/cookies.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { SessionOptions } from '../options/sections/session-options.js';
import type { Session, SessionOwner } from './session.js';
import { SessionService } from './session.service.js';

const COOKIE = `__Host-${COOKIES.session}`;

let clock: FakeClock;
let store: FaultyStore;
let browser: BrowserCookies;
let log: LogLines;
let options: ResolvedOptions;
let revoked: AuthEventMap['session.revoked'][];
let sessions: SessionService;

async function use(session: Partial<SessionOptions> = {}): Promise<void> {
  options = await resolvedOptions({ session: { secret: SECRET, store, ...session } });
  const events = new AuthEvents();
  revoked = [];
  events.on('session.revoked', (payload) => revoked.push(payload));
  sessions = new SessionService(options, clock, events);
}

beforeEach(async () => {
  log = new LogLines();
  Logger.overrideLogger(log);
  clock = new FakeClock();
  store = new FaultyStore(clock);
  browser = new BrowserCookies();
  await use();
});

afterEach(() => {
  Logger.overrideLogger(new ConsoleLogger());
});

const userOf = (claims: object): CriiptoUser =>
  toCriiptoUser({ ...claims }, { issuer: options.issuer, authenticatedAt: new Date(clock.now()) });

const exchange = (of = browser): Cookies => new Cookies(of.carrier(), options.site);
const create = (of = browser, user = userOf(eidClaims.mitid), mapped?: unknown): Promise<void> =>
  sessions.create(exchange(of), user, mapped);
const read = (of = browser): Promise<Session | undefined> => sessions.read(exchange(of));

async function touch(of = browser): Promise<boolean> {
  const session = await read(of);
  return session !== undefined && sessions.touch(exchange(of), session);
}

/** As many browsers in which the user logged in, a minute after each other. */
async function logIn(count: number): Promise<readonly BrowserCookies[]> {
  const browsers = Array.from({ length: count }, () => new BrowserCookies());
  for (const each of browsers) {
    clock.advance(minutes(1));
    await create(each);
  }
  return browsers;
}

const isIn = async (of: BrowserCookies): Promise<boolean> => (await read(of)) !== undefined;
const areIn = (browsers: readonly BrowserCookies[]): Promise<readonly boolean[]> =>
  Promise.all(browsers.map(isIn));

describe('a stored session', () => {
  it('gives back the user, the hidden parts included', async () => {
    const user = userOf(eidClaims.mitid);
    await create(browser, user);
    const restored = (await read())?.user;
    expect(restored).toBeInstanceOf(CriiptoUser);
    expect(restored).toMatchObject({ ...user, nationalId: '0107901234' });
  });

  it('gives back what the application made of the user, whatever its size', async () => {
    const mapped = { id: 7, notes: 'x'.repeat(10_000) };
    await create(browser, userOf(eidClaims.mitid), mapped);
    expect((await read())?.user).toEqual(mapped);
  });

  it('gives its tokens when it ends, and shows them to nobody before', async () => {
    const user = userOf(eidClaims.mitid);
    await sessions.create(exchange(), user, user, { idToken: 'an.id.token' });
    expect(inspect(await read(), { depth: 9, showHidden: true })).not.toContain('an.id.token');
    expect([...store.content].flat().join('\n')).not.toContain('an.id.token');
    expect(await sessions.end(exchange())).toEqual({ idToken: 'an.id.token' });
    expect(await sessions.end(exchange())).toEqual({});
  });

  it('keeps its tokens while it is used', async () => {
    const user = userOf(eidClaims.mitid);
    await sessions.create(exchange(), user, user, { idToken: 'an.id.token' });
    clock.advance(minutes(2));
    expect(await touch()).toBe(true);
    expect(await sessions.end(exchange())).toEqual({ idToken: 'an.id.token' });
  });

  it('is 256 random bits to the browser', async () => {
    await create();
    expect(browser.received).toEqual([
      expect.stringMatching(
        /^__Host-criipto-session-[\w-]{8}=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax; Max-Age=28800$/,
      ),
    ]);
  });

  it('is of no use to who reads the store', async () => {
    await create();
    const dump = [...store.content].flat();
    expect(dump.join('\n')).not.toContain(browser.held.get(COOKIE));
    for (const text of dump) {
      const thief = new BrowserCookies();
      thief.held.set(COOKIE, text.replace(/^\w[\w-]*:/, ''));
      expect(await isIn(thief)).toBe(false);
    }
  });

  it('shows nothing of the user in the store', async () => {
    await create(browser, userOf({ ...eidClaims.mitid, sid: 'sid-of-the-provider' }));
    const dump = [...store.content]
      .flatMap(([key, text]) => [key, text, Buffer.from(text, 'base64url').toString('latin1')])
      .join('\n');
    for (const personal of ['0107901234', 'Asta', eidClaims.mitid.sub, 'sid-of-the-provider']) {
      expect(dump).not.toContain(personal);
    }
  });

  it('shows nothing of the store to who prints it', async () => {
    await create(browser, userOf(eidClaims.mitid), { id: 7 });
    expect(inspect(await read(), { depth: 10, showHidden: true })).not.toMatch(/stored|origin/);
  });

  it('ends with a login whose callback came without cookies', async () => {
    await create();
    const replaced = sessions.nameIn(exchange()) ?? '';
    const elsewhere = new BrowserCookies();
    const user = userOf({ ...eidClaims.mitid, sub: 'another' });
    await sessions.create(exchange(elsewhere), user, user, { idToken: 'an.id.token', replaced });
    expect(await areIn([browser, elsewhere])).toEqual([false, true]);
    expect(await sessions.end(exchange(elsewhere))).toEqual({ idToken: 'an.id.token' });
  });

  it('is a new one at every login, and the one before is over', async () => {
    await create();
    const before = new BrowserCookies();
    before.held.set(COOKIE, browser.held.get(COOKIE) ?? '');
    await create();
    expect(await areIn([before, browser])).toEqual([false, true]);
    expect(await sessions.list(userOf(eidClaims.mitid))).toHaveLength(1);
  });

  it('ends at logout, also for who copied the cookie', async () => {
    await create();
    const copy = new BrowserCookies();
    copy.held.set(COOKIE, browser.held.get(COOKIE) ?? '');
    await sessions.end(exchange());
    expect(browser.names()).toEqual([]);
    expect(await isIn(copy)).toBe(false);
    expect(await sessions.list(userOf(eidClaims.mitid))).toEqual([]);
  });

  it('is known by the name of 0.1.0, and goes under both at logout', async () => {
    await create();
    const earlier = new BrowserCookies();
    earlier.held.set('__Host-criipto-session', browser.held.get(COOKIE) ?? '');
    expect(await isIn(earlier)).toBe(true);
    await sessions.end(exchange(earlier));
    expect([earlier.names(), await isIn(browser)]).toEqual([[], false]);
  });

  it('is not known by the name of 0.1.0 beside one of the name of now', async () => {
    await create();
    const both = new BrowserCookies();
    both.held.set('__Host-criipto-session', browser.held.get(COOKIE) ?? '');
    both.held.set(COOKIE, 'x'.repeat(43));
    expect(await isIn(both)).toBe(false);
  });

  it('is that of one application, though others share the store', async () => {
    const session = { secret: SECRET, store, cookieName: 'sid' };
    await use(session);
    await create();
    options = await resolvedOptions({ clientId: 'another', session });
    sessions = new SessionService(options, clock, new AuthEvents());
    expect(await read()).toBeUndefined();
    expect(await sessions.list(userOf(eidClaims.mitid))).toEqual([]);
  });

  it('stays when its secret rolls over, and is sealed by the new one when it is used', async () => {
    await create();
    await use({ secret: ['another secret that nobody else knows', SECRET] });
    clock.advance(60);
    expect(await touch()).toBe(true);
    await use({ secret: 'another secret that nobody else knows' });
    expect(await read()).toBeDefined();
  });

  it.each(['', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}.`, 'e30.e30.c2ln'])(
    'is not %p, for which the store is not asked',
    async (value) => {
      browser.held.set(COOKIE, value);
      expect(await read()).toBeUndefined();
      expect(store.calls).toEqual([]);
    },
  );

  it('is not asked for without a cookie', async () => {
    expect(await read()).toBeUndefined();
    expect(store.calls).toEqual([]);
  });
});

describe('a stored session ends', () => {
  it('when it was idle, though the store still has it', async () => {
    await create();
    store.take = async () => undefined;
    clock.advance(minutes(30) - 1);
    expect(await read()).toBeDefined();
    clock.advance(1);
    expect(await read()).toBeUndefined();
  });

  it('half an hour after it was last used', async () => {
    await create();
    clock.advance(minutes(29));
    expect(await touch()).toBe(true);
    clock.advance(minutes(29));
    expect(await read()).toBeDefined();
    clock.advance(minutes(1));
    expect(await read()).toBeUndefined();
  });

  it('when it is old, however much it was used', async () => {
    await create();
    for (let passed = 0; passed < hours(8) - minutes(10); passed += minutes(10)) {
      clock.advance(minutes(10));
      await touch();
    }
    expect(await read()).toBeDefined();
    expect(browser.received).toEqual([expect.stringContaining('; Max-Age=28800')]);
    clock.advance(minutes(10));
    expect(await read()).toBeUndefined();
  });
});

describe('a stored session that is touched', () => {
  it('is written once a minute at most', async () => {
    await create();
    clock.advance(59);
    store.calls.length = 0;
    expect(await touch()).toBe(false);
    expect(store.calls).toEqual(['get']);
    clock.advance(1);
    expect(await touch()).toBe(true);
  });

  it('sets no cookie: it has one until it is too old', async () => {
    await create();
    clock.advance(60);
    expect(await touch()).toBe(true);
    expect(browser.received).toHaveLength(1);
  });

  it('stays ended, when it was ended meanwhile', async () => {
    await create();
    clock.advance(60);
    const session = await read();
    await sessions.revokeAll(userOf(eidClaims.mitid));
    expect(session && (await sessions.touch(exchange(), session))).toBe(false);
    expect(await read()).toBeUndefined();
    expect(browser.received).toHaveLength(1);
  });

  it('is written by one of two requests at once, and is good for both', async () => {
    await create();
    clock.advance(60);
    const [one, other] = [await read(), await read()];
    const touched = await Promise.all(
      [one, other].map(async (session) => session && sessions.touch(exchange(), session)),
    );
    expect(new Set(touched)).toEqual(new Set([false, true]));
    expect(await read()).toBeDefined();
  });

  it('refuses nobody when the store does not take it, and says so in the log', async () => {
    await create();
    clock.advance(60);
    store.fail('compareAndSet');
    expect(await touch()).toBe(false);
    expect(log.text).toContain('warn A session is in use and was not renewed');
    expect(log.text).not.toContain('a secret of the store');
  });
});

describe('X18 what another version of this library left in the store', () => {
  /** The first byte of whatever is sealed says by which version. */
  const ofAnotherVersion = (sealed: string): string => {
    const bytes = Buffer.from(sealed, 'base64url');
    return Buffer.concat([Buffer.of((bytes[0] ?? 0) + 1), bytes.subarray(1)]).toString('base64url');
  };

  beforeEach(async () => {
    await create();
    for (const [key, value] of store.content) {
      const isList = value.startsWith('{');
      await store.set(key, isList ? '{"sessions":[]}' : ofAnotherVersion(value), minutes(30));
    }
  });

  it('is nobody', async () => {
    expect(await read()).toBeUndefined();
    expect(await sessions.list(userOf(eidClaims.mitid))).toEqual([]);
    expect(log.text).toBe('');
  });

  it('keeps nobody from logging in anew, or from logging out', async () => {
    await create();
    expect(await read()).toBeDefined();
    expect(await sessions.list(userOf(eidClaims.mitid))).toHaveLength(1);
    await sessions.end(exchange());
    expect(await read()).toBeUndefined();
  });
});

describe('a store that fails', () => {
  it('makes nobody anonymous', async () => {
    await create();
    store.fail('get');
    expect(await codeFrom(read())).toBe('store_unavailable');
    expect(log.text).toMatch(/error No session: store_unavailable \([\da-f-]{36}\)/);
  });

  it.each(['set', 'putIfAbsent'] as const)('at %s starts no session', async (method) => {
    store.fail(method);
    expect(await codeFrom(create())).toBe('store_unavailable');
    expect(browser.received).toEqual([]);
  });

  it('keeps the browser logged in at logout, so that it can be tried again', async () => {
    await create();
    store.fail('take');
    expect(await codeFrom(sessions.end(exchange()))).toBe('store_unavailable');
    expect(browser.names()).toEqual([COOKIE]);
    store.fail();
    await sessions.end(exchange());
    expect(browser.names()).toEqual([]);
  });

  it('in the middle of ending them all, leaves the rest to be ended again', async () => {
    const browsers = await logIn(2);
    store.fail('compareAndSet');
    const user = userOf(eidClaims.mitid);
    expect(await codeFrom(sessions.revokeAll(user))).toBe('store_unavailable');
    store.fail();
    await sessions.revokeAll(user);
    expect(await areIn(browsers)).toEqual([false, false]);
  });
});

describe('session.maxPerUser', () => {
  it('ends the oldest session when one more begins', async () => {
    await use({ maxPerUser: 2 });
    const browsers = await logIn(3);
    expect(await areIn(browsers)).toEqual([false, true, true]);
    expect(revoked).toEqual([{ by: 'limit', sessions: 1 }]);
  });

  it('does not count sessions that are over', async () => {
    await use({ maxPerUser: 2, idle: minutes(10) });
    const [oldest = browser] = await logIn(1);
    clock.advance(minutes(1));
    await create();
    clock.advance(minutes(9) - 1);
    await touch(oldest);
    clock.advance(minutes(1) + 1); // and the second was idle for ten minutes
    const newest = new BrowserCookies();
    await create(newest);
    expect(await areIn([oldest, browser, newest])).toEqual([true, false, true]);
    expect(revoked).toEqual([]);
  });

  it('does not count those of others', async () => {
    await use({ maxPerUser: 1 });
    await create();
    const other = new BrowserCookies();
    await create(other, userOf({ ...eidClaims.mitid, sub: 'another' }));
    expect(await areIn([browser, other])).toEqual([true, true]);
  });

  it('lets a browser log in again and again', async () => {
    await use({ maxPerUser: 1 });
    for (let login = 0; login < 3; login += 1) await create();
    expect(await read()).toBeDefined();
    expect(revoked).toEqual([]);
  });

  it('holds when many log in at once', async () => {
    await use({ maxPerUser: 3 });
    const browsers = Array.from({ length: 10 }, () => new BrowserCookies());
    await Promise.all(browsers.map((each) => create(each)));
    expect((await areIn(browsers)).filter(Boolean).length).toBeLessThanOrEqual(3);
  });

  it('is a hundred, if nobody says otherwise', async () => {
    await logIn(1);
    expect(options.session.maxPerUser).toBe(100);
  });
});

describe('SessionService#list', () => {
  it('has the sessions of a user, with what helps the user to recognise them', async () => {
    await logIn(1);
    const at = clock.now();
    expect(await sessions.list(userOf(eidClaims.mitid))).toEqual([
      {
        id: expect.stringMatching(/^session:[\w-]{43}$/),
        eid: 'mitid',
        acr: 'urn:grn:authn:dk:mitid:substantial',
        startedAt: new Date(at),
        usedAt: new Date(at),
      },
    ]);
  });

  it('names the own one as read() does', async () => {
    const [one = browser] = await logIn(2);
    const [listed] = await sessions.list(userOf(eidClaims.mitid));
    expect((await read(one))?.id).toBe(listed?.id);
  });

  it('has none that are over', async () => {
    await logIn(1);
    clock.advance(minutes(30));
    expect(await sessions.list(userOf(eidClaims.mitid))).toEqual([]);
  });
});

describe('SessionService#revoke', () => {
  it('ends one session, and says so', async () => {
    const browsers = await logIn(2);
    const [oldest] = await sessions.list(userOf(eidClaims.mitid));
    expect(await sessions.revoke(userOf(eidClaims.mitid), oldest?.id ?? '')).toBe(true);
    expect(await areIn(browsers)).toEqual([false, true]);
    expect(revoked).toEqual([{ by: 'application', sessions: 1 }]);
  });

  it("ends none of another user's, whatever its id", async () => {
    await create();
    const id = (await read())?.id ?? '';
    const other = { issuer: options.issuer, sub: 'another' };
    expect(await sessions.revoke(other, id)).toBe(false);
    expect(await read()).toBeDefined();
    expect(revoked).toEqual([]);
  });

  it('ends none of the same name at another provider', async () => {
    await create();
    const other = { issuer: 'https://other.example', sub: eidClaims.mitid.sub };
    expect(await sessions.revokeAll(other)).toBe(0);
    expect(await read()).toBeDefined();
  });

  it('ends all of a user, and tells how many', async () => {
    const browsers = await logIn(3);
    expect(await sessions.revokeAll(userOf(eidClaims.mitid))).toBe(3);
    expect(await areIn(browsers)).toEqual([false, false, false]);
  });

  it('ends all others of a user', async () => {
    const browsers = await logIn(3);
    const [, own = browser] = browsers;
    const except = (await read(own))?.id;
    expect(await sessions.revokeAll(userOf(eidClaims.mitid), { except })).toBe(2);
    expect(await areIn(browsers)).toEqual([false, true, false]);
  });
});

describe.each<[string, (user: SessionOwner) => Promise<unknown>]>([
  ['list', (user) => sessions.list(user)],
  ['revoke', (user) => sessions.revoke(user, 'session:id')],
  ['revokeAll', (user) => sessions.revokeAll(user)],
])('SessionService#%s', (_name, call) => {
  it.each<[string, unknown]>([
    ['a user without either', { id: 7 }],
    ['a user without an issuer', { sub: 'user' }],
    ['a user without a sub', { issuer: 'https://acme.criipto.id' }],
    ['a user whose sub is empty', { issuer: 'https://acme.criipto.id', sub: '' }],
    ['a user whose sub is a number', { issuer: 'https://acme.criipto.id', sub: 7 }],
    ['nobody', undefined],
    ['null', null],
    ['a text', 'user'],
  ])('refuses %s, and does not take it for one without sessions', async (_what, user) => {
    await create();
    // As JavaScript, or a user that `mapUser` made, may have it.
    const calling = call(user as SessionOwner);
    await expect(calling).rejects.toThrow(TypeError);
    await expect(calling).rejects.toThrow('`issuer` and `sub`');
    expect(await isIn(browser)).toBe(true);
  });
});

describe('a user without sessions', () => {
  it('has none to end', async () => {
    const nobody = { issuer: options.issuer, sub: 'nobody' };
    expect(await sessions.revokeAll(nobody)).toBe(0);
    expect(await sessions.list(nobody)).toEqual([]);
  });
});

describe('a store that comes back older', () => {
  const elsewhere = () => new SessionService(options, clock, new AuthEvents());
  const isInAt = async (instance: SessionService, of: BrowserCookies) =>
    (await instance.read(exchange(of))) !== undefined;
  let older: readonly (readonly [string, string])[];
  let copies: readonly BrowserCookies[];

  function copyOf({ held }: BrowserCookies): BrowserCookies {
    const copy = new BrowserCookies();
    for (const [name, value] of held) copy.held.set(name, value);
    return copy;
  }

  /** As files have it, whatever was confirmed since. */
  async function restore(): Promise<void> {
    for (const [key, value] of older) await store.set(key, value, hours(1));
  }

  beforeEach(async () => {
    const browsers = await logIn(3);
    copies = browsers.map(copyOf);
    older = [...store.content];
    for (const each of browsers.slice(0, 2)) await sessions.end(exchange(each));
    await restore();
  });

  it('revives nobody where they ended, and by the first who comes there nobody elsewhere', async () => {
    const [first = browser, second = browser, third = browser] = copies;
    const other = elsewhere();
    expect(await isInAt(other, second)).toBe(true);
    expect(await isInAt(sessions, first)).toBe(false);
    await setImmediate();
    expect(await isInAt(other, first)).toBe(false);
    expect(await isInAt(other, second)).toBe(false);
    expect(await isInAt(other, third)).toBe(true);
  });

  it('after it was away revives nobody, whoever is the first to come', async () => {
    const [first = browser, , third = browser] = copies;
    store.fail('get');
    await expect(isInAt(sessions, third)).rejects.toThrow();
    store.fail();
    expect(await isInAt(sessions, third)).toBe(true);
    await setImmediate();
    expect(await isInAt(elsewhere(), first)).toBe(false);
  });
});

describe('sessions that ended here', () => {
  const takes = () => store.calls.filter((call) => call === 'take').length;

  it('are not all ended again because a request of one was under way', async () => {
    const [last = browser, ...others] = await logIn(4);
    for (const each of others) await sessions.end(exchange(each));
    const copy = new BrowserCookies();
    for (const [name, value] of last.held) copy.held.set(name, value);
    const before = takes();
    jest.spyOn(store, 'get').mockImplementationOnce(async (key) => {
      const found = store.content.get(key);
      await sessions.end(exchange(last));
      return found;
    });
    expect(await isIn(copy)).toBe(false);
    await setImmediate();
    expect(takes() - before).toBe(2); // of the logout, and of the request
  });

  it('are forgotten when they would be over', async () => {
    for (const each of await logIn(3)) await sessions.end(exchange(each));
    clock.advance(options.session.absolute);
    await create();
    const before = takes();
    store.fail('get');
    await expect(read()).rejects.toThrow();
    store.fail();
    expect(await isIn(browser)).toBe(true);
    await setImmediate();
    expect(takes()).toBe(before);
  });
});

describe('a stored session whose list was lost', () => {
  const lists = () => [...store.content.keys()].filter((key) => key.startsWith('sessions-of-'));
  const loseList = (kind: string) =>
    Promise.all(
      lists()
        .filter((key) => key.startsWith(kind))
        .map((key) => store.take(key)),
    );
  const sidOf = 'a session of the provider';
  const user = () => userOf({ ...eidClaims.mitid, sid: sidOf, iat: clock.seconds() });

  it.each(['sessions-of-sub', 'sessions-of-sid'])(
    'of %s, ends when it is time to renew it',
    async (kind) => {
      await create(browser, user());
      expect(lists()).toHaveLength(2);
      await loseList(kind);
      clock.advance(59);
      expect(await touch()).toBe(false);
      expect(await isIn(browser)).toBe(true);
      clock.advance(1);
      expect(await touch()).toBe(false);
      expect(await isIn(browser)).toBe(false);
      expect([...store.content.values()].join()).not.toContain('session:');
    },
  );

  it('is said to be over to whoever renews it', async () => {
    await create();
    await loseList('sessions-of-sub');
    clock.advance(60);
    const session = await read();
    expect(session && (await sessions.renew(exchange(), session))).toBe('ended');
  });

  const loseAll = () => loseList('sessions-of');

  it('is ended by its id all the same', async () => {
    await create(browser, user());
    const id = (await read())?.id ?? '';
    await loseAll();
    expect(await sessions.revoke({ issuer: options.issuer, sub: 'another' }, id)).toBe(false);
    expect(await sessions.revoke(user(), id)).toBe(true);
    expect(revoked).toEqual([{ by: 'application', sessions: 1 }]);
    expect(await isIn(browser)).toBe(false);
    expect(await sessions.revoke(user(), id)).toBe(false);
  });

  it.each(['', 'session:id', 'ended:x', 'key-ring'])(
    'is not looked for where none can be, such as at %j',
    async (id) => {
      store.calls.length = 0;
      expect(await sessions.revoke(user(), id)).toBe(false);
      expect(store.calls).toEqual([]);
    },
  );

  it.each<[string, () => Promise<number>]>([
    ['by the application', () => sessions.revokeAll(user())],
    [
      'by the provider, for the user',
      () => sessions.endAtProvider({ sub: user().sub, issuedAt: clock.seconds() }),
    ],
    [
      'by the provider, for its session',
      () => sessions.endAtProvider({ sid: sidOf, issuedAt: clock.seconds() }),
    ],
    [
      'by the provider, for its session of the user',
      () => sessions.endAtProvider({ sid: sidOf, sub: user().sub, issuedAt: clock.seconds() }),
    ],
  ])('is refused from the moment on at which it is ended %s', async (_by, end) => {
    await create(browser, user());
    clock.advance(1);
    await loseAll();
    expect(await end()).toBe(0);
    expect(await isIn(browser)).toBe(false);
    expect([...store.content.keys()].join()).not.toContain('session:');
    clock.advance(1);
    await create(browser, user());
    expect(await isIn(browser)).toBe(true);
  });

  it('is refused elsewhere when it is next looked for in its list', async () => {
    const elsewhere = new SessionService(options, clock, new AuthEvents());
    await create(browser, user());
    clock.advance(1);
    await loseAll();
    await sessions.revokeAll(user());
    clock.advance(59);
    const session = await elsewhere.read(exchange());
    expect(session && (await elsewhere.renew(exchange(), session))).toBe('ended');
  });

  it('is kept where it is the one that stays, and others go', async () => {
    await create(browser, user());
    const other = new BrowserCookies();
    await create(other, user());
    clock.advance(1);
    const except = (await read())?.id;
    await loseAll();
    await sessions.revokeAll(user(), { except });
    expect(await areIn([browser, other])).toEqual([true, false]);
  });

  it.each([
    ['another user', { sub: 'another', sid: sidOf }],
    ['another session of the provider', { sid: 'another' }],
  ])('is no reason to refuse %s', async (_who, claims) => {
    await create(browser, userOf({ ...eidClaims.mitid, iat: clock.seconds(), ...claims }));
    clock.advance(1);
    await loseAll();
    const issuedAt = clock.seconds();
    await sessions.endAtProvider({ sid: sidOf, sub: user().sub, issuedAt });
    expect(await isIn(browser)).toBe(true);
  });

  it('lets no login through that the provider ended before', async () => {
    const underway = user();
    clock.advance(1);
    await sessions.endAtProvider({ sid: sidOf, issuedAt: clock.seconds() });
    await loseAll();
    expect(await codeFrom(create(browser, underway))).toBe('login_revoked');
  });

  it('is read by one question to the store all the same', async () => {
    await create();
    await loseList('sessions-of-sub');
    store.calls.length = 0;
    await read();
    expect(store.calls).toEqual(['get']);
  });
});

describe('SessionService#endAtProvider', () => {
  const SID = 'sid "of" the provider';
  const inSession = (sid: string, sub = 'user', iat = clock.seconds()): CriiptoUser =>
    userOf({ ...eidClaims.mitid, sub, sid, iat });

  /** A browser in which somebody logged in. */
  async function started(user: CriiptoUser): Promise<BrowserCookies> {
    const started = new BrowserCookies();
    await create(started, user);
    return started;
  }

  it('ends the session of that name, and no other of the user', async () => {
    const browsers = [await started(inSession(SID)), await started(inSession('another'))];
    const logout = { sid: SID, sub: 'user', issuedAt: clock.seconds() };
    expect(await sessions.endAtProvider(logout)).toBe(1);
    expect(await areIn(browsers)).toEqual([false, true]);
    expect(revoked).toEqual([{ by: 'provider', sessions: 1 }]);
  });

  it('needs no user to know a session by its name', async () => {
    const one = await started(inSession(SID));
    expect(await sessions.endAtProvider({ sid: SID, issuedAt: clock.seconds() })).toBe(1);
    expect(await isIn(one)).toBe(false);
  });

  it('ends every session of the user when none is named', async () => {
    const users = [inSession(SID), inSession('another'), userOf({ sub: 'user' })];
    const browsers = await Promise.all(users.map(started));
    const other = await started(inSession(SID, 'somebody else'));
    const logout = { sub: 'user', issuedAt: clock.seconds() };
    expect(await sessions.endAtProvider(logout)).toBe(3);
    expect(await areIn([...browsers, other])).toEqual([false, false, false, true]);
  });

  it.each([
    ['of another user by its name', { sid: SID, sub: 'somebody else' }],
    ['by a name that nobody has', { sid: 'unknown', sub: 'user' }],
    ['of a user without any', { sub: 'nobody' }],
    ['when it is told of nothing', {}],
  ])('ends none %s', async (_what, logout) => {
    const one = await started(inSession(SID));
    const at = { ...logout, issuedAt: clock.seconds() };
    expect(await sessions.endAtProvider(at)).toBe(0);
    expect(await isIn(one)).toBe(true);
    expect(revoked).toEqual([]);
  });

  it.each([{ sub: 'user' }, { sid: SID }])('leaves a later login alone, by %j', async (logout) => {
    const issuedAt = clock.seconds();
    clock.advance(1);
    const later = await started(inSession(SID));
    expect(await sessions.endAtProvider({ ...logout, issuedAt })).toBe(0);
    expect(await isIn(later)).toBe(true);
  });

  it.each([{ sub: 'user' }, { sid: SID }])(
    'wins over a login on its way, by %j',
    async (logout) => {
      const underway = inSession(SID);
      clock.advance(5);
      await sessions.endAtProvider({ ...logout, issuedAt: clock.seconds() });
      expect(await codeFrom(create(browser, underway))).toBe('login_revoked');
      expect(browser.received).toEqual([]);
      expect(await sessions.list(underway)).toEqual([]);
      clock.advance(1);
      await create(browser, inSession(SID));
      expect(await isIn(browser)).toBe(true);
    },
  );

  it.each([{ sub: 'user' }, { sid: SID }])(
    'lets no session be that is made at the same moment, by %j',
    async (logout) => {
      const users = Array.from({ length: 20 }, () => inSession(SID));
      const browsers = users.map(() => new BrowserCookies());
      await Promise.allSettled([
        ...users.slice(0, 10).map((user, nth) => create(browsers[nth], user)),
        sessions.endAtProvider({ ...logout, issuedAt: clock.seconds() }),
        ...users.slice(10).map((user, nth) => create(browsers[nth + 10], user)),
      ]);
      expect(await areIn(browsers)).toEqual(browsers.map(() => false));
      expect(await sessions.list(inSession(SID))).toEqual([]);
    },
  );

  it('ends as many as a user can have', async () => {
    await use({ maxPerUser: 500 });
    for (let nth = 0; nth < 510; nth += 1) await started(inSession(`sid ${nth}`));
    revoked.length = 0;
    const logout = { sub: 'user', issuedAt: clock.seconds() };
    expect(await sessions.endAtProvider(logout)).toBe(500);
    expect([...store.content.keys()].filter((key) => key.startsWith('session:'))).toEqual([]);
  });

  it('can be done again when the store failed in the middle', async () => {
    const one = await started(inSession(SID));
    store.fail('take');
    const logout = { sid: SID, issuedAt: clock.seconds() };
    expect(await codeFrom(sessions.endAtProvider(logout))).toBe('store_unavailable');
    store.fail();
    expect(await sessions.endAtProvider(logout)).toBe(1);
    expect(await isIn(one)).toBe(false);
  });
});

describe('sessions in cookies', () => {
  beforeEach(async () => {
    options = await resolvedOptions();
    sessions = new SessionService(options, clock, new AuthEvents());
  });

  it.each<[string, () => Promise<unknown>]>([
    ['list', () => sessions.list(userOf(eidClaims.mitid))],
    ['revoke', () => sessions.revoke(userOf(eidClaims.mitid), 'id')],
    ['revokeAll', () => sessions.revokeAll(userOf(eidClaims.mitid))],
    ['endAtProvider', () => sessions.endAtProvider({ sub: 'user', issuedAt: 0 })],
  ])('know nothing of %s', async (_method, call) => {
    expect(await codeFrom(call())).toBe('sessions_not_stored');
  });
});
