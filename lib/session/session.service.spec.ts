import { inspect } from 'node:util';

import { beforeEach, describe, expect, it } from '@jest/globals';

import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { codeFrom } from '../../test/support/code-of.js';
import { eidClaims } from '../../test/support/eid-claims.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { COOKIES, resolvedOptions } from '../../test/support/resolved-options.js';
import { SECRET } from '../../test/support/written-options.js';
import { hours, minutes } from '../common/durations.js';
import { Seal } from '../crypto/seal.js';
import { CriiptoUser } from '../eid/user/criipto-user.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { Cookies } from '../http/cookies.js';
import type { CriiptoAuthOptions } from '../options/criipto-auth-options.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { Session } from './session.js';
import { SessionService } from './session.service.js';

const COOKIE = `__Host-${COOKIES.session}`;
const OTHER_SECRET = 'another secret that nobody else knows';

let clock: FakeClock;
let browser: BrowserCookies;
let options: ResolvedOptions;
let sessions: SessionService;

async function use(written: Partial<CriiptoAuthOptions>): Promise<void> {
  options = await resolvedOptions(written);
  sessions = new SessionService(options, clock, new AuthEvents());
}

beforeEach(async () => {
  clock = new FakeClock();
  browser = new BrowserCookies();
  await use({});
});

const userOf = (claims: object): CriiptoUser =>
  toCriiptoUser({ ...claims }, { issuer: options.issuer, authenticatedAt: new Date(clock.now()) });

const exchange = (): Cookies => new Cookies(browser.carrier(), options.site);

const create = (user = userOf(eidClaims.mitid), mapped?: unknown): Promise<void> =>
  sessions.create(exchange(), user, mapped);

const read = (): Promise<Session | undefined> => sessions.read(exchange());

/** Uses the session as a guard does. Tells whether a cookie was set. */
async function touch(): Promise<boolean> {
  const session = await read();
  return session !== undefined && sessions.touch(exchange(), session);
}

describe('SessionService', () => {
  it('knows nobody who did not log in', async () => {
    expect(await read()).toBeUndefined();
  });

  it('gives back the user, the hidden parts included', async () => {
    const user = userOf(eidClaims.mitid);
    await create(user);
    const restored = (await read())?.user;
    expect(restored).toBeInstanceOf(CriiptoUser);
    expect(restored).toMatchObject({ ...user });
    expect(restored).toMatchObject({
      nationalId: '0107901234',
      claims: { cprNumberIdentifier: '0107901234' },
      authenticatedAt: new Date('2026-09-21T14:13:20.952Z'),
    });
  });

  it('keeps no token in a cookie', async () => {
    const user = userOf(eidClaims.mitid);
    await sessions.create(exchange(), user, user, { idToken: 'an.id.token' });
    expect(await sessions.end(exchange())).toEqual({});
  });

  it('gives back how the user authenticated', async () => {
    await create();
    expect((await read())?.authentication).toMatchObject({
      eid: 'mitid',
      acr: 'urn:grn:authn:dk:mitid:substantial',
      level: 'substantial',
    });
  });

  it('gives back a user without acr and level', async () => {
    await create(userOf({ sub: 'user-1' }));
    expect((await read())?.user).toMatchObject({ sub: 'user-1', acr: undefined, level: undefined });
  });

  it('is one cookie, for this host and no script, which ends with the session', async () => {
    await create();
    expect(browser.received).toEqual([
      expect.stringMatching(
        /^__Host-criipto-session-[\w-]{8}=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Lax; Max-Age=28800$/,
      ),
    ]);
  });

  it('gives no member away by which it was found', async () => {
    await create();
    const session = await read();
    expect(Reflect.ownKeys({ ...session })).toEqual(['user', 'authentication', 'isTimeTold']);
    expect(inspect(session, { showHidden: true, depth: 0 })).not.toContain('seenAt');
  });

  it('shows nothing of the user', async () => {
    await create();
    const sealed = browser.held.get(COOKIE) ?? '';
    const bytes = Buffer.from(sealed, 'base64url').toString('latin1');
    for (const personal of ['0107901234', 'Asta', 'mitid', 'sub']) {
      expect(bytes).not.toContain(personal);
    }
  });

  it('is another one at every login', async () => {
    await create();
    const first = browser.held.get(COOKIE);
    await create();
    expect(browser.held.get(COOKIE)).not.toBe(first);
  });

  it('is under the name that the options say', async () => {
    await use({ session: { secret: SECRET, cookieName: 'sid' } });
    await create();
    expect(browser.names()).toEqual(['__Host-sid']);
    expect(await read()).toBeDefined();
  });

  it('ends at logout', async () => {
    await create();
    await sessions.end(exchange());
    expect(browser.names()).toEqual([]);
    expect(await read()).toBeUndefined();
  });
});

describe('SessionService keeps what an application made of the user', () => {
  it('in place of the user', async () => {
    await create(userOf(eidClaims.mitid), { id: 7, roles: ['admin'] });
    expect((await read())?.user).toEqual({ id: 7, roles: ['admin'] });
  });

  it('beside how the user authenticated, and nothing personal', async () => {
    await create(userOf(eidClaims.mitid), { id: 7 });
    const session = await read();
    expect(session?.authentication).toMatchObject({ sub: eidClaims.mitid.sub, eid: 'mitid' });
    expect(inspect(session, { depth: 10, showHidden: true })).not.toContain('0107901234');
  });

  it.each([
    ['MitID', eidClaims.mitid, { uuid: eidClaims.mitid.uuid }],
    ['Norwegian BankID', eidClaims.bankidNo, { uniqueuserid: eidClaims.bankidNo.uniqueuserid }],
  ])('with the mark by which %s knows the person', async (_eid, claims, mark) => {
    await create(userOf(claims), { name: 'mapped' });
    expect({ ...(await read())?.authentication.claims }).toEqual(mark);
  });

  it.each([[['a', 'list']], ['a text'], [0], [false]])('as it is: %j', async (mapped) => {
    await create(userOf(eidClaims.mitid), mapped);
    expect((await read())?.user).toEqual(mapped);
  });

  it('also when it is touched', async () => {
    await create(userOf(eidClaims.mitid), { id: 7 });
    clock.advance(60);
    await touch();
    expect((await read())?.user).toEqual({ id: 7 });
  });
});

describe('SessionService ends a session that is idle', () => {
  it('after half an hour', async () => {
    await create();
    clock.advance(minutes(30) - 1);
    expect(await read()).toBeDefined();
    clock.advance(1);
    expect(await read()).toBeUndefined();
  });

  it('after as long as the options say', async () => {
    await use({ session: { secret: SECRET, idle: 300 } });
    await create();
    clock.advance(300);
    expect(await read()).toBeUndefined();
  });

  it('half an hour after it was last used', async () => {
    await create();
    clock.advance(minutes(29));
    await touch();
    clock.advance(minutes(29));
    expect(await read()).toBeDefined();
    clock.advance(minutes(1));
    expect(await read()).toBeUndefined();
  });

  it('also for a browser that kept its cookie', async () => {
    await create();
    const kept = browser.held.get(COOKIE) ?? '';
    clock.advance(hours(1));
    browser.held.set(COOKIE, kept);
    expect(await read()).toBeUndefined();
  });
});

describe('SessionService ends a session that is old', () => {
  /** Uses the session every ten minutes for so many seconds. */
  async function useFor(seconds: number): Promise<void> {
    for (let passed = 0; passed < seconds; passed += minutes(10)) {
      clock.advance(minutes(10));
      await touch();
    }
  }

  it('after eight hours, however much it was used', async () => {
    await create();
    await useFor(hours(8) - minutes(10));
    expect(await read()).toBeDefined();
    await useFor(minutes(10));
    expect(await read()).toBeUndefined();
  });

  it('after as long as the options say', async () => {
    await use({ session: { secret: SECRET, absolute: hours(2) } });
    await create();
    await useFor(hours(2));
    expect(await read()).toBeUndefined();
  });

  it('and tells the browser so: the cookie never outlives it', async () => {
    await create();
    await useFor(hours(8) - minutes(10));
    expect(browser.received.at(-1)).toContain('; Max-Age=600');
  });
});

describe('SessionService#touch', () => {
  it('sets no cookie within the first minute', async () => {
    await create();
    clock.advance(59);
    expect(await touch()).toBe(false);
    expect(browser.received).toHaveLength(1);
  });

  it('sets one after a minute', async () => {
    await create();
    clock.advance(60);
    expect(await touch()).toBe(true);
    expect(browser.received).toHaveLength(2);
  });

  it('sets one more often when sessions are short, so that one in use does not end', async () => {
    await use({ session: { secret: SECRET, idle: 90 } });
    await create();
    for (let use = 0; use < 5; use += 1) {
      clock.advance(59);
      await touch();
    }
    expect(await read()).toBeDefined();
  });

  it('does nothing for a session that somebody made up', async () => {
    await create();
    clock.advance(60);
    const session = await read();
    expect(session && (await sessions.touch(exchange(), { ...session }))).toBe(false);
    expect(browser.received).toHaveLength(1);
  });

  it('does nothing for a session that another service read', async () => {
    await create();
    clock.advance(60);
    const session = await read();
    const other = new SessionService(options, clock, new AuthEvents());
    expect(session && (await other.touch(exchange(), session))).toBe(false);
    expect(session && (await sessions.touch(exchange(), session))).toBe(true);
  });

  it('changes nothing of who it is', async () => {
    await create();
    const before = (await read())?.user;
    clock.advance(60);
    await touch();
    expect((await read())?.user).toEqual(before);
  });
});

describe('SessionService takes no session', () => {
  it('that was changed by a bit, wherever that is', async () => {
    await create();
    const sealed = Buffer.from(browser.held.get(COOKIE) ?? '', 'base64url');
    for (const place of [0, 1, 13, 29, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(place) ^ 1, place);
      browser.held.set(COOKIE, changed.toString('base64url'));
      expect(await read()).toBeUndefined();
    }
  });

  it.each(['', 'null', '{}', 'AAAA', 'x'.repeat(5000), '%00', 'e30.e30.c2ln'])(
    'that is %p',
    async (value) => {
      browser.held.set(COOKIE, value);
      expect(await read()).toBeUndefined();
    },
  );

  it('that was cut off', async () => {
    await create();
    browser.held.set(COOKIE, (browser.held.get(COOKIE) ?? '').slice(0, -4));
    expect(await read()).toBeUndefined();
  });

  it('that comes twice', async () => {
    await create();
    const value = browser.held.get(COOKIE) ?? '';
    const carrier = {
      header: () => `${COOKIE}=${value}; ${COOKIE}=${value}`,
      appendHeader: () => undefined,
    };
    expect(await sessions.read(new Cookies(carrier, options.site))).toBeUndefined();
  });

  it('that was sealed under another name', async () => {
    await create();
    const value = browser.held.get(COOKIE) ?? '';
    await use({ session: { secret: SECRET, cookieName: 'sid' } });
    browser.held.set('__Host-sid', value);
    expect(await read()).toBeUndefined();
  });

  it.each<[string, Partial<CriiptoAuthOptions>]>([
    ['sealed by another secret', { session: { secret: OTHER_SECRET } }],
    ['of another client', { clientId: 'another-client' }],
    ['of another provider', { domain: 'other.criipto.id' }],
  ])('%s', async (_, written) => {
    // The one name that does not tell them apart.
    await use({ session: { secret: SECRET, cookieName: 'sid' } });
    await create();
    await use({ ...written, session: { secret: SECRET, ...written.session, cookieName: 'sid' } });
    expect(await read()).toBeUndefined();
  });
});

describe('SessionService rolls its secret over:', () => {
  it('what the old one sealed stays good', async () => {
    await create();
    await use({ session: { secret: [OTHER_SECRET, SECRET] } });
    expect(await read()).toBeDefined();
  });

  it('what is touched is that of its login, and good until the old one is gone', async () => {
    await create();
    await use({ session: { secret: [OTHER_SECRET, SECRET] } });
    for (let passed = 0; passed < hours(7); passed += minutes(20)) {
      clock.advance(minutes(20));
      expect(await touch()).toBe(true);
    }
    expect(await read()).toBeDefined();
    await use({ session: { secret: OTHER_SECRET } });
    expect(await read()).toBeUndefined();
  });

  it('when it was last used is sealed by the new one', async () => {
    await use({ session: { secret: OTHER_SECRET } });
    await create();
    await use({ session: { secret: [SECRET, OTHER_SECRET] } });
    clock.advance(minutes(20));
    await touch();
    const seen = browser.names().find((name) => name.includes('seen')) ?? '';
    const { issuer, clientId } = options;
    const seal = new Seal([SECRET], `seen ${issuer} ${clientId}`);
    const sealed = browser.held.get(seen) ?? '';
    expect(seal.open(seen.replace('__Host-', ''), sealed, clock.seconds())).toMatchObject({
      seenAt: clock.seconds(),
    });
  });

  it('what the old one sealed is no good when that is gone', async () => {
    await create();
    await use({ session: { secret: [OTHER_SECRET, SECRET] } });
    await use({ session: { secret: OTHER_SECRET } });
    expect(await read()).toBeUndefined();
  });
});

describe('SessionService fits into a cookie', () => {
  it.each(Object.entries(eidClaims))('a login by %s', async (_, claims) => {
    await use({ login: { acrValues: 'urn:age-verification' } });
    await create(userOf(claims));
    expect((await read())?.user).toBeInstanceOf(CriiptoUser);
  });

  it('not a user with a large claim, of which it says how large it would be', async () => {
    const user = userOf({ sub: 'user-1', groups: 'x'.repeat(4000) });
    expect(await codeFrom(create(user))).toBe('user_too_large');
    await expect(create(user)).rejects.toThrow(/takes 5\d{3} bytes/);
    expect(browser.received).toEqual([]);
  });

  it('not what an application made too large', async () => {
    expect(await codeFrom(create(userOf({ sub: 'a' }), 'x'.repeat(4000)))).toBe('user_too_large');
  });

  it('up to the last byte', async () => {
    const sizeWith = async (length: number): Promise<number> => {
      browser = new BrowserCookies();
      await create(userOf({ sub: 'a' }), 'x'.repeat(length));
      return COOKIE.length + 1 + (browser.held.get(COOKIE) ?? '').length;
    };
    let length = 2000;
    while ((await sizeWith(length)) < 4095) length += 1;
    expect(await sizeWith(length)).toBeLessThanOrEqual(4096);
    expect(await codeFrom(sizeWith(length + 3))).toBe('user_too_large');
  });
});
