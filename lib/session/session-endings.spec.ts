import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { codeFrom } from '../../test/support/code-of.js';
import { eidClaims } from '../../test/support/eid-claims.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { FaultyStore } from '../../test/support/faulty-store.js';
import { LogLines } from '../../test/support/log-lines.js';
import { resolvedOptions } from '../../test/support/resolved-options.js';
import { SECRET } from '../../test/support/written-options.js';
import type { CriiptoUser } from '../eid/user/criipto-user.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { Cookies } from '../http/cookies.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { Session } from './session.js';
import { SessionService } from './session.service.js';

// What those are told who hold on to a session, such as a socket.

let store: FaultyStore;
let clock: FakeClock;
let events: AuthEvents;
let options: ResolvedOptions;
let sessions: SessionService;
let user: CriiptoUser;
let browser: BrowserCookies;
let session: Session;
let told: number;

const exchange = () => new Cookies(browser.carrier(), options.site);

async function logIn(): Promise<Session> {
  await sessions.create(exchange(), user);
  const found = await sessions.read(exchange());
  if (!found) throw new Error('There is a session');
  return found;
}

async function begin(isStored: boolean): Promise<void> {
  store = new FaultyStore();
  clock = new FakeClock();
  events = new AuthEvents();
  options = await resolvedOptions({
    session: { secret: SECRET, ...(isStored ? { store } : {}) },
  });
  sessions = new SessionService(options, clock, events);
  const context = { issuer: options.issuer, authenticatedAt: new Date(clock.now()) };
  user = toCriiptoUser({ ...eidClaims.mitid }, context);
  browser = new BrowserCookies();
  session = await logIn();
  told = 0;
  sessions.whenEnded(session, () => (told += 1));
}

beforeEach(() => Logger.overrideLogger(new LogLines()));
afterEach(() => Logger.overrideLogger(new ConsoleLogger()));

describe.each([
  ['in a cookie', false],
  ['in a store', true],
])('a session %s', (_where, isStored) => {
  beforeEach(() => begin(isStored));

  it('is not over before it is', async () => {
    clock.advance(options.session.idle - 1);
    expect([await sessions.isOver(session), told]).toEqual([false, 0]);
  });

  it('is over when it was idle', async () => {
    clock.advance(options.session.idle);
    expect([await sessions.isOver(session), told]).toEqual([true, 0]);
  });

  it('is over with the logout, which is told at once', async () => {
    await sessions.end(exchange());
    expect([await sessions.isOver(session), told]).toEqual([true, 1]);
  });

  it('is over with the next login in its browser, whose own is not', async () => {
    const next = await logIn();
    expect([await sessions.isOver(session), told]).toEqual([true, 1]);
    expect(await sessions.isOver(next)).toBe(false);
  });

  it('is over with a login whose callback came without its cookie', async () => {
    const replaced = sessions.nameIn(exchange());
    if (replaced === undefined) throw new Error('It has a name');
    browser = new BrowserCookies();
    await sessions.create(exchange(), user, user, { replaced });
    expect([await sessions.isOver(session), told]).toEqual([true, 1]);
  });

  it('is nothing that who asked no more is told of', async () => {
    const forget = sessions.whenEnded(session, () => (told += 10));
    forget();
    await sessions.end(exchange());
    expect(told).toBe(1);
  });

  it('is not taken for a cookie that came once more', async () => {
    let reused = 0;
    events.on('session.reused', () => (reused += 1));
    await sessions.end(exchange());
    await sessions.isOver(session);
    expect(reused).toBe(0);
  });
});

describe('a session in a store', () => {
  beforeEach(() => begin(true));

  it('is over when it is revoked', async () => {
    await sessions.revokeAll(user);
    expect([await sessions.isOver(session), told]).toEqual([true, 1]);
  });

  it('is over where another instance ended it, which is not told', async () => {
    const other = new SessionService(options, clock, events);
    await other.revokeAll(user);
    expect([await sessions.isOver(session), told]).toEqual([true, 0]);
  });

  it('is nobody knows what while the store is away', async () => {
    store.failAll();
    expect(await codeFrom(sessions.isOver(session))).toBe('store_unavailable');
  });
});

it('of another service is over', async () => {
  await begin(false);
  const other = new SessionService(options, clock, events);
  expect(await other.isOver(session)).toBe(true);
  expect(() => other.whenEnded(session, () => undefined)()).not.toThrow();
});
