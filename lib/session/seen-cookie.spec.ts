import { beforeEach, describe, expect, it } from '@jest/globals';

import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { resolvedOptions } from '../../test/support/resolved-options.js';
import { minutes } from '../common/durations.js';
import { randomName } from '../crypto/random-id.js';
import { Cookies } from '../http/cookies.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { SeenCookie } from './seen-cookie.js';

const [ID, OTHER] = [randomName(), randomName()];

let clock: FakeClock;
let options: ResolvedOptions;
let browser: BrowserCookies;
let seen: SeenCookie;

beforeEach(async () => {
  clock = new FakeClock();
  options = await resolvedOptions();
  browser = new BrowserCookies();
  seen = new SeenCookie(options, clock);
});

const exchange = (): Cookies => new Cookies(browser.carrier(), options.site);
const write = (id = ID): void =>
  seen.write(exchange(), { id, seenAt: clock.seconds() }, clock.seconds() + minutes(30));
const read = (id = ID, by = seen): number | undefined => by.read(exchange(), id);
/** By one that never saw the cookie. */
const readAnew = (id = ID): number | undefined => read(id, new SeenCookie(options, clock));
const nameOf = (place: number): string => browser.names()[place] ?? '';

describe('SeenCookie', () => {
  it('tells when a session was last used, time after time', () => {
    for (let use = 0; use < 3; use += 1) {
      clock.advance(60);
      write();
      expect([read(), read(), readAnew()]).toEqual(Array(3).fill(clock.seconds()));
    }
  });

  it('tells nothing of a session that was not used', () => {
    expect([read(), read()]).toEqual([undefined, undefined]);
  });

  it('is small, is named after its session without showing it, and ends with it', () => {
    write();
    expect(browser.received).toEqual([
      expect.stringMatching(
        /^__Host-criipto-seen-[\w-]{8}=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Lax; Max-Age=1800$/,
      ),
    ]);
    expect(browser.received[0]?.split(';')[0]?.length).toBeLessThan(200);
    expect(browser.received[0]).not.toContain(ID.slice(0, 8));
  });

  it('tells nothing of another session under its own name', () => {
    write(OTHER);
    expect(readAnew()).toBeUndefined();
  });

  it('tells nothing of a session whose name it has by chance, or by somebody who moved it', () => {
    write();
    write(OTHER);
    browser.held.set(nameOf(0), browser.held.get(nameOf(1)) ?? '');
    expect(readAnew()).toBeUndefined();
  });

  it('tells nothing when it is over', () => {
    write();
    clock.advance(minutes(30) - 1);
    expect(readAnew()).toBeDefined();
    clock.advance(1);
    expect(readAnew()).toBeUndefined();
  });

  it('tells nothing when it was changed by a bit', () => {
    write();
    const sealed = Buffer.from(browser.held.get(nameOf(0)) ?? '', 'base64url');
    sealed.writeUInt8(sealed.readUInt8(sealed.length - 1) ^ 1, sealed.length - 1);
    browser.held.set(nameOf(0), sealed.toString('base64url'));
    expect(readAnew()).toBeUndefined();
  });

  it('tells nothing that somebody else sealed', async () => {
    write();
    const others = await resolvedOptions({ clientId: 'another' });
    expect(read(ID, new SeenCookie(others, clock))).toBeUndefined();
  });

  it('goes, and only where it was sent', () => {
    write();
    seen.clear(exchange(), OTHER);
    expect(browser.received).toHaveLength(1);
    seen.clear(exchange(), ID);
    expect(browser.names()).toEqual([]);
  });
});
