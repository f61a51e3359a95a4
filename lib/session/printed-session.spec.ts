import { inspect } from 'node:util';

import { ConsoleLogger } from '@nestjs/common';
import { describe, expect, it, jest } from '@jest/globals';

import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { eidClaims } from '../../test/support/eid-claims.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { resolvedOptions } from '../../test/support/resolved-options.js';
import { SECRET } from '../../test/support/written-options.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { Cookies } from '../http/cookies.js';
import { InMemoryStore } from '../stores/in-memory-store.js';
import type { Session } from './session.js';
import { SessionService } from './session.service.js';

/** Stands in a claim that no member of a user repeats. */
const CLAIM = 'said-in-a-claim-alone';

const clock = new FakeClock();

/** A session as a guard has it, of somebody who logged in by this eID. */
async function sessionOf(
  claims: object,
  { isStored, mapped }: { readonly isStored: boolean; readonly mapped?: unknown },
): Promise<Session> {
  const store = isStored ? { store: new InMemoryStore(clock) } : {};
  const options = await resolvedOptions({
    session: { secret: SECRET, ...store },
    login: { acrValues: 'urn:age-verification' }, // or an age would be no login
  });
  const sessions = new SessionService(options, clock, new AuthEvents());
  const browser = new BrowserCookies();
  const exchange = () => new Cookies(browser.carrier(), options.site);
  const { issuer } = options;
  const told = { ...claims, uuid: CLAIM };
  const user = toCriiptoUser(told, { issuer, authenticatedAt: new Date(clock.now()) });
  await sessions.create(exchange(), user, mapped ?? user, { idToken: 'an.id.token' });
  const session = await sessions.read(exchange());
  if (!session) throw new Error('It was made just now');
  return session;
}

/** An object and all that can be reached from it by names that show, each of them once. */
function reachableFrom(value: unknown, seen = new Set<object>()): ReadonlySet<object> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return seen;
  seen.add(value);
  for (const member of Object.values(value)) reachableFrom(member, seen);
  return seen;
}

/** As it is printed, serialised, logged and copied. */
function shown(value: object): string {
  const lines = logged(() => new ConsoleLogger({ colors: false }).log(value, 'Context'));
  lines.push(
    ...logged(() => new ConsoleLogger({ json: true, colors: false }).log(value, 'Context')),
  );
  return [
    inspect(value, { depth: Infinity }),
    inspect(value, { depth: Infinity, showHidden: true, getters: true, showProxy: true }),
    inspect({ ...value }, { depth: Infinity, showHidden: true, getters: true }),
    JSON.stringify(value),
    JSON.stringify({ ...value }),
    JSON.stringify(Object.entries(value)),
    ...lines,
  ].join('\n');
}

/** What Nest's own logger wrote. */
function logged(write: () => void): string[] {
  const lines: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  write();
  spy.mockRestore();
  return lines;
}

const EIDS = Object.entries(eidClaims);

describe.each([
  ['in a cookie', false],
  ['in a store', true],
])('a session %s', (_where, isStored) => {
  it.each(EIDS)(
    'of %s shows neither national id nor claims, nor does what is in it',
    async (_eid, claims) => {
      const session = await sessionOf(claims, { isStored });
      const { nationalId } = session.authentication;
      for (const each of reachableFrom(session)) {
        const text = shown(each);
        expect(text).not.toContain(CLAIM);
        expect(text).not.toContain('an.id.token');
        if (nationalId !== undefined) expect(text).not.toContain(nationalId);
      }
    },
  );
});
