import { expect } from '@jest/globals';
import { Controller, Get, UseGuards } from '@nestjs/common';
import {
  CriiptoAuthGuard,
  CurrentUser,
  KeyProvider,
  KeyRotationService,
  OptionalAuth,
} from 'nestjs-criipto-auth';

import { RingKeyProvider } from '../../lib/keys/ring/ring-keys.js';
import { Browser, locationOf } from './browser.js';
import type { TestApp } from './test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
export class StoredSessionPages {
  @Get('me')
  me() {
    return 'in';
  }

  @Get('welcome')
  @OptionalAuth()
  welcome(@CurrentUser('sub') sub: string | undefined) {
    return { isKnown: sub !== undefined };
  }
}

/** What befalls a server that keeps sessions. */
export interface Trouble<Server> {
  readonly begin: (server: Server) => Promise<unknown> | void;
  readonly end: (server: Server) => Promise<unknown> | void;
  /** Sessions can be read meanwhile. */
  readonly isReadable: boolean;
}

export interface Settled {
  readonly inside: Browser;
  readonly leaving: Browser;
  readonly underway: Browser;
  /** Where the login under way comes back to. */
  readonly url: string;
}

/** Begins a login at an application with `StoredSessionPages`. Gives where it comes back to. */
export async function beginLogin(app: TestApp, browser: Browser): Promise<string> {
  const begin = await browser.navigate(`${app.url}/auth/login`);
  return (await app.fake.approve(locationOf(begin))).url;
}

/** A login under way, somebody who is in, and somebody who is about to leave. */
export async function settledAt(app: TestApp): Promise<Settled> {
  const [inside, leaving, underway] = [new Browser(), new Browser(), new Browser()];
  for (const browser of [inside, leaving]) await app.logIn(browser);
  return { inside, leaving, underway, url: await beginLogin(app, underway) };
}

export async function expectFailsClosed(
  app: TestApp,
  { inside, leaving, underway, url }: Settled,
  isReadable: boolean,
): Promise<void> {
  const tokens = app.fake.requests.of('token').length;
  const [callback, me, welcome, logout, begin, keys, stranger] = await Promise.all([
    underway.navigate(url),
    inside.fetch(`${app.url}/me`),
    inside.fetch(`${app.url}/welcome`),
    logOut(app, leaving),
    new Browser().navigate(`${app.url}/auth/login`),
    new Browser().fetch(`${app.url}/.well-known/jwks.json`),
    new Browser().fetch(`${app.url}/me`),
  ]);
  expect(refusal(callback)).toEqual([503, '5']);
  expect(app.log.text).toContain('store_unavailable');
  expect(await underway.cookieNames(app.url)).not.toContain(app.cookieNames.session);
  // Whoever is in is so, or cannot be asked; but is not nobody.
  expect(refusal(me)).toEqual(isReadable ? [200, null] : [503, '5']);
  expect(welcome.status).toBe(isReadable ? 200 : 503);
  if (isReadable) expect(await welcome.json()).toEqual({ isKnown: true });
  expect(refusal(logout)).toEqual([503, '5']);
  // What needs no store goes on. The code was not spent.
  expect([begin.status, keys.status, stranger.status]).toEqual([302, 200, 401]);
  expect(app.fake.requests.of('token')).toHaveLength(tokens);
}

export async function expectHealed(app: TestApp): Promise<void> {
  const browser = new Browser();
  expect((await untilHealed(() => app.logIn(browser))).status).toBe(303);
  expect((await browser.fetch(`${app.url}/me`)).status).toBe(200);
}

/** Who was in is in, and who leaves now is out. */
export async function expectNothingLost(app: TestApp, { inside, leaving }: Settled): Promise<void> {
  expect((await inside.fetch(`${app.url}/me`)).status).toBe(200);
  expect((await logOut(app, leaving)).status).toBe(303);
  expect((await leaving.fetch(`${app.url}/me`)).status).toBe(401);
}

/** Of an application with a ring, whose store fails from `begin` to `end`: its keys are used from memory meanwhile. */
export async function expectNoKeyLost(
  app: TestApp,
  begin: () => Promise<unknown> | void,
  end: () => Promise<unknown> | void,
): Promise<void> {
  const rotation = app.app.get(KeyRotationService);
  const published = async () => (await fetch(`${app.url}/.well-known/jwks.json`)).text();
  const before = await published();
  const kids = (await rotation.list()).map(({ kid }) => kid);
  await begin();
  await expect(rotation.rotate()).rejects.toMatchObject({ code: 'key_unavailable' });
  expect(await published()).toBe(before);
  expect((await app.logIn()).status).toBe(303);

  await end();
  await untilTrue(() =>
    refreshKeys(app).then(
      () => true,
      () => false,
    ),
  );
  expect(await published()).toBe(before);
  expect((await rotation.list()).map(({ kid }) => kid)).toEqual(kids);
  const { kid } = await rotation.rotate();
  expect(await published()).toContain(kid);
}

/** What the timer of a ring does once a minute. */
export async function refreshKeys({ app }: TestApp): Promise<void> {
  const keys = app.get(KeyProvider);
  if (keys instanceof RingKeyProvider) await keys.refresh();
}

function logOut(app: TestApp, browser: Browser): Promise<Response> {
  return browser.navigate(`${app.url}/auth/logout`, { method: 'POST' });
}

function refusal({ status, headers }: Response): readonly unknown[] {
  return [status, headers.get('retry-after')];
}

/** A connection that was given up is made again within two seconds. */
async function untilHealed(attempt: () => Promise<Response>): Promise<Response> {
  let response = await attempt();
  await untilTrue(async () => {
    if (response.status === 503) response = await attempt();
    return response.status !== 503;
  });
  return response;
}

async function untilTrue(look: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await look()) && Date.now() < deadline) {
    // What fails at once would leave no time to heal otherwise.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
