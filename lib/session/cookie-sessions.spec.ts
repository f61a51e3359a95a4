import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { FaultyStore } from '../../test/support/faulty-store.js';
import { LogLines } from '../../test/support/log-lines.js';
import { COOKIES, resolvedOptions } from '../../test/support/resolved-options.js';
import { SECRET } from '../../test/support/written-options.js';
import { hours, minutes } from '../common/durations.js';
import { Seal } from '../crypto/seal.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { Cookies } from '../http/cookies.js';
import type { CriiptoAuthOptions } from '../options/criipto-auth-options.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { sessionData } from './session-data.js';
import { SessionService } from './session.service.js';

const COOKIE = `__Host-${COOKIES.session}`;
const EARLIER = '__Host-criipto-session';

let clock: FakeClock;
let store: FaultyStore;
let log: LogLines;
let options: ResolvedOptions;
let sessions: SessionService;
let reused: number;
let browser: BrowserCookies;

/** One instance of the application. */
async function instance(written: Partial<CriiptoAuthOptions> = {}): Promise<SessionService> {
  options = await resolvedOptions(written);
  const events = new AuthEvents();
  events.on('session.reused', () => (reused += 1));
  return new SessionService(options, clock, events);
}

beforeEach(async () => {
  log = new LogLines();
  Logger.overrideLogger(log);
  clock = new FakeClock();
  store = new FaultyStore(clock);
  browser = new BrowserCookies();
  reused = 0;
  sessions = await instance();
});

afterEach(() => {
  Logger.overrideLogger(new ConsoleLogger());
});

const exchange = (of = browser): Cookies => new Cookies(of.carrier(), options.site);
const userOf = (sub: string) =>
  toCriiptoUser({ sub }, { issuer: options.issuer, authenticatedAt: new Date(clock.now()) });
const logIn = (sub: string, at = sessions): Promise<void> => at.create(exchange(), userOf(sub));
const logOut = (at = sessions) => at.end(exchange());

/** Who is seen in a browser. */
async function seenIn(of = browser, at = sessions): Promise<string | undefined> {
  return (await at.read(exchange(of)))?.authentication.sub;
}

async function touch(of = browser, at = sessions): Promise<boolean> {
  const session = await at.read(exchange(of));
  return session !== undefined && at.touch(exchange(of), session);
}

function copyOf(original: BrowserCookies): BrowserCookies {
  const copy = new BrowserCookies();
  for (const [name, value] of original.held) copy.held.set(name, value);
  return copy;
}

describe('a copy of a session’s cookie is dead', () => {
  it('after a logout, and is heard of', async () => {
    await logIn('anna');
    const copy = copyOf(browser);
    expect(await seenIn(copy)).toBe('anna');
    await logOut();
    expect([await seenIn(copy), await seenIn(copy)]).toEqual([undefined, undefined]);
    expect(reused).toBe(2);
  });

  it('after a change of user', async () => {
    await logIn('anna');
    const copy = copyOf(browser);
    await logIn('bo');
    expect([await seenIn(copy), await seenIn()]).toEqual([undefined, 'bo']);
  });

  it('after a change of user whose callback came without cookies', async () => {
    await logIn('anna');
    const copy = copyOf(browser);
    const replaced = sessions.nameIn(exchange()) ?? '';
    await sessions.create(exchange(new BrowserCookies()), userOf('bo'), undefined, { replaced });
    expect(await seenIn(copy)).toBeUndefined();
  });

  it('after a logout, though the copy was used and is not idle when its original is', async () => {
    await logIn('anna');
    const copy = copyOf(browser);
    clock.advance(minutes(20));
    await touch(copy);
    clock.advance(minutes(20));
    expect([await seenIn(), await seenIn(copy)]).toEqual([undefined, 'anna']);
    await logOut();
    expect(await seenIn(copy)).toBeUndefined();
  });

  it('and is not renewed, by a request that was let in before', async () => {
    await logIn('anna');
    const copy = copyOf(browser);
    clock.advance(60);
    const session = await sessions.read(exchange(copy));
    await logOut();
    expect(session && (await sessions.touch(exchange(copy), session))).toBe(false);
    expect(copy.names()).toEqual([COOKIE]);
  });

  it('and no other session of the user is', async () => {
    await logIn('anna');
    const phone = copyOf(browser);
    phone.held.clear();
    await sessions.create(exchange(phone), userOf('anna'));
    await logOut();
    expect(await seenIn(phone)).toBe('anna');
  });
});

describe('an answer that comes late', () => {
  it('leaves alone who logged in meanwhile', async () => {
    await logIn('anna');
    clock.advance(60);
    const late: string[] = [];
    const sent = browser.carrier();
    const slow = new Cookies(
      { header: sent.header, appendHeader: (_name, value) => late.push(value) },
      options.site,
    );
    const session = await sessions.read(slow);
    expect(session && (await sessions.touch(slow, session))).toBe(true);
    await logOut();
    await logIn('bo');
    for (const cookie of late) browser.carrier().appendHeader('Set-Cookie', cookie);
    expect(await seenIn()).toBe('bo');
  });
});

describe('a session is used', () => {
  it('as its own cookie tells, and as that of no other session does', async () => {
    await logIn('anna');
    clock.advance(minutes(29));
    await touch();
    const seen = [...browser.held].filter(([name]) => name !== COOKIE);
    const other = new BrowserCookies();
    await sessions.create(exchange(other), userOf('bo'));
    clock.advance(minutes(29));
    for (const [name, value] of seen) other.held.set(name, value);
    await touch(other);
    clock.advance(minutes(1));
    expect([await seenIn(), await seenIn(other)]).toEqual([undefined, 'bo']);
  });

  it('when it began, where its cookie was lost', async () => {
    await logIn('anna');
    clock.advance(minutes(20));
    await touch();
    const session = browser.held.get(COOKIE) ?? '';
    browser.held.clear();
    browser.held.set(COOKIE, session);
    expect(await seenIn()).toBe('anna');
    clock.advance(minutes(10));
    expect(await seenIn()).toBeUndefined();
  });

  it('and leaves no cookie behind when it ends', async () => {
    await logIn('anna');
    clock.advance(60);
    await touch();
    expect(browser.names()).toHaveLength(2);
    await logIn('bo');
    expect(browser.names()).toEqual([COOKIE]);
    clock.advance(60);
    await touch();
    await logOut();
    expect(browser.names()).toEqual([]);
  });
});

describe('instances that share transaction.store', () => {
  let there: SessionService;

  beforeEach(async () => {
    sessions = await instance({ transaction: { store } });
    there = await instance({ transaction: { store } });
  });

  it('know within a minute of a session that ended at another', async () => {
    await logIn('anna');
    const copy = copyOf(browser);
    expect(await seenIn(copy, there)).toBe('anna');
    await logOut();
    clock.advance(59);
    expect(await seenIn(copy, there)).toBe('anna');
    clock.advance(1);
    expect(await seenIn(copy, there)).toBeUndefined();
    expect(reused).toBe(1);
  });

  it('know at once of one that they did not see lately', async () => {
    await logIn('anna');
    const copy = copyOf(browser);
    await logOut();
    expect(await seenIn(copy, there)).toBeUndefined();
  });

  it('let in whom they know while it is away, and renew nobody, so that all end', async () => {
    await logIn('anna');
    store.failAll();
    clock.advance(minutes(10));
    expect(await seenIn()).toBe('anna');
    expect(await touch()).toBe(false);
    clock.advance(minutes(20));
    expect(await seenIn()).toBeUndefined();
    expect(log.text.match(/warn Sessions are not renewed/g)).toHaveLength(1);
  });

  it('log out while it is away: here for certain, which the log says', async () => {
    await logIn('anna');
    const copy = copyOf(browser);
    store.failAll();
    await logOut();
    expect(browser.names()).toEqual([]);
    expect(await seenIn(copy)).toBeUndefined();
    expect(log.text).toContain('warn A session that ended is known here alone');
  });

  it('ask nothing of it for who brings no session', async () => {
    expect(await seenIn()).toBeUndefined();
    browser.held.set(COOKIE, 'forged');
    expect(await seenIn()).toBeUndefined();
    expect(store.calls).toEqual([]);
  });
});

describe('a cookie that 0.1.0 sealed', () => {
  beforeEach(() => {
    const { issuer, clientId } = options;
    const seal = new Seal([SECRET], `session ${issuer} ${clientId}`);
    const data = sessionData(userOf('anna'), { id: 7 }, clock.seconds());
    const sealed = seal.seal('criipto-session', data, clock.seconds() + minutes(30));
    browser.held.set(EARLIER, sealed);
  });

  it('is opened, and never written: it ends with its seal', async () => {
    expect((await sessions.read(exchange()))?.user).toEqual({ id: 7 });
    clock.advance(minutes(29));
    expect(await touch()).toBe(false);
    expect(browser.received).toEqual([]);
    clock.advance(minutes(1));
    expect(await seenIn()).toBeUndefined();
  });

  it.each<[string, () => Promise<unknown>]>([
    ['logout', () => logOut()],
    ['login', () => logIn('bo')],
  ])('has no copy that is good after a %s', async (_what, end) => {
    const copy = copyOf(browser);
    await end();
    expect(await seenIn(copy)).toBeUndefined();
  });

  it.each([
    ['is forged', 'forged'],
    ['is empty', ''],
  ])('counts for nothing beside one of the name of now that %s', async (_what, value) => {
    browser.held.set(COOKIE, value);
    expect(await seenIn()).toBeUndefined();
  });

  it('counts for nothing beside two of the name of now', async () => {
    const sealed = browser.held.get(EARLIER) ?? '';
    const header = `${COOKIE}=a; ${EARLIER}=${sealed}; ${COOKIE}=b`;
    const carrier = { header: () => header, appendHeader: () => undefined };
    expect(await sessions.read(new Cookies(carrier, options.site))).toBeUndefined();
  });

  it('counts for nothing beside one of the name of now that has ended', async () => {
    const ended = new BrowserCookies();
    await sessions.create(exchange(ended), userOf('bo'));
    const value = ended.held.get(COOKIE) ?? '';
    await sessions.end(exchange(ended));
    browser.held.set(COOKIE, value);
    expect(await seenIn()).toBeUndefined();
  });

  it('is nobody’s where the application writes a name of its own', async () => {
    const other = await instance({ session: { secret: SECRET, cookieName: 'sid' } });
    expect(await seenIn(browser, other)).toBeUndefined();
    await logIn('bo', other);
    await logOut(other);
    expect(browser.names()).toEqual([EARLIER]);
  });

  it('counts where the application keeps its name', async () => {
    const same = await instance({ session: { secret: SECRET, cookieName: 'criipto-session' } });
    expect(await seenIn(browser, same)).toBe('anna');
    await logIn('bo', same);
    expect([browser.names(), await seenIn(browser, same)]).toEqual([[EARLIER], 'bo']);
  });

  it('goes when somebody logs in, and no session comes back of it', async () => {
    await logIn('bo');
    expect(browser.names()).toEqual([COOKIE]);
    await logOut();
    expect(browser.names()).toEqual([]);
  });

  it('goes when somebody logs in whose callback comes without cookies', async () => {
    sessions = await instance({ login: { responseMode: 'form_post' } });
    const callback = new BrowserCookies();
    await sessions.create(exchange(callback), userOf('bo'));
    expect(callback.received).toContainEqual(
      expect.stringMatching(/^__Host-criipto-session=; .*; Max-Age=0$/),
    );
  });

  it('ends with the session beside it, which an instance of 0.1.0 does not know', async () => {
    const earlier = browser.held.get(EARLIER) ?? '';
    await logIn('bo');
    browser.held.set(EARLIER, earlier);
    const copy = copyOf(browser);
    copy.held.delete(COOKIE);
    sessions = await instance();
    await logOut();
    expect([browser.names(), await seenIn(copy)]).toEqual([[], undefined]);
  });
});

describe('a cookie of a session', () => {
  it('is one that 0.1.0 cannot open, and would not renew without what is new in it', async () => {
    sessions = await instance({ session: { secret: SECRET, cookieName: 'criipto-session' } });
    await logIn('anna');
    const { issuer, clientId } = options;
    const seal = new Seal([SECRET], `session ${issuer} ${clientId}`);
    const sealed = browser.held.get(EARLIER) ?? '';
    expect(sealed).not.toBe('');
    expect(seal.open('criipto-session', sealed, clock.seconds())).toBeUndefined();
  });

  it('is written by a login alone, in eight hours of use', async () => {
    await logIn('anna');
    const sealed = browser.held.get(COOKIE);
    for (let passed = 0; passed < hours(8) - minutes(10); passed += minutes(10)) {
      clock.advance(minutes(10));
      expect(await touch()).toBe(true);
      expect(browser.held.get(COOKIE)).toBe(sealed);
    }
    clock.advance(minutes(10));
    expect(await seenIn()).toBeUndefined();
  });
});
