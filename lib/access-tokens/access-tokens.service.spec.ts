import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { Application, startApplication, stopApplications } from '../../test/support/application.js';
import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { codeFrom } from '../../test/support/code-of.js';
import { eidClaims } from '../../test/support/eid-claims.js';
import { FaultyStore } from '../../test/support/faulty-store.js';
import { LogLines } from '../../test/support/log-lines.js';
import { generalProfile } from '../../test/support/provider-profile.js';
import type { Answer } from '../../test/support/stub-provider.js';
import { SECRET } from '../../test/support/written-options.js';
import { SystemTimer } from '../common/timer.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import { InvalidOptionsError } from '../errors/options.error.js';
import type { AuthEventMap } from '../events/auth-events.js';
import type { Session } from '../session/session.js';
import { AccessTokens } from './access-tokens.service.js';

/** Of an access token that is good for an hour. */
const ALMOST_EXPIRED = 3600 - 30;
const EXPIRED = 3600;

let store: FaultyStore;
let one: Application;
let browser: BrowserCookies;
let log: LogLines;
let completed: AuthEventMap['refresh.completed'][];
let failed: AuthEventMap['refresh.failed'][];

async function use(refreshes = true): Promise<void> {
  // In the application's own time, once there is one.
  store = new FaultyStore({ now: () => one.clock.now(), seconds: () => one.clock.seconds() });
  const session = { secret: SECRET, store, tokens: true, idle: 3 * 3600 };
  one = await startApplication(
    { session },
    {},
    { ...generalProfile(), refreshes, expiresIn: 3600 },
  );
  completed = [];
  failed = [];
  listen(one);
  await logIn();
}

function listen({ events }: Application): void {
  events.on('refresh.completed', (event) => completed.push(event));
  events.on('refresh.failed', (event) => failed.push(event));
}

/** Another instance, with the same store. */
function another(): Application {
  const instance = new Application(one.provider, one.options, one.keys, one.clock);
  listen(instance);
  return instance;
}

async function logIn(): Promise<void> {
  browser = new BrowserCookies();
  const { login, sessions, provider } = one;
  const parameters = provider.login(await login.begin(one.cookiesOf(browser)));
  const { user, tokens } = await login.complete(one.cookiesOf(browser), parameters);
  await sessions.create(one.cookiesOf(browser), user, user, tokens);
  provider.requests.length = 0;
}

async function session(at = one): Promise<Session> {
  const found = await at.sessions.read(at.cookiesOf(browser));
  if (!found) throw new Error('Nobody is logged in');
  return found;
}

const keptWith = (found: Session) => one.sessions.tokensOf(found)?.access?.accessToken;
const get = async (at = one) => at.tokens.get(await session(at));
const tokenRequests = () => one.provider.sent('token').length;
const isLoggedIn = async () => (await one.sessions.read(one.cookiesOf(browser))) !== undefined;

beforeEach(async () => {
  log = new LogLines();
  Logger.overrideLogger(log);
  await use();
});
afterEach(async () => {
  Logger.overrideLogger(new ConsoleLogger());
  expect(one.provider.complaints).toEqual([]);
  await stopApplications();
});

describe('AccessTokens', () => {
  it('give the token of the login, and ask the store and the provider nothing', async () => {
    const found = await session();
    store.calls.length = 0;
    expect(await one.tokens.get(found)).toBe(keptWith(found));
    expect([store.calls, tokenRequests()]).toEqual([[], 0]);
  });

  it('refresh a token that is about to expire, and keep what came', async () => {
    const before = await get();
    one.clock.advance(ALMOST_EXPIRED);
    const after = await get();
    expect(after).not.toBe(before);
    expect(await get()).toBe(after);
    expect([tokenRequests(), completed, failed]).toEqual([1, [{ rotated: true }], []]);
  });

  it('refresh by the token that the last refresh brought', async () => {
    for (const round of [1, 2, 3]) {
      one.clock.advance(ALMOST_EXPIRED / 2);
      one.clock.advance(ALMOST_EXPIRED / 2);
      await one.sessions.touch(one.cookiesOf(browser), await session());
      await get();
      expect(tokenRequests()).toBe(round);
    }
  });

  it('tell when the refresh token stayed', async () => {
    one.provider.alter('token', { refresh_token: undefined });
    one.clock.advance(ALMOST_EXPIRED);
    await get();
    expect(completed).toEqual([{ rotated: false }]);
  });

  it('know a session that is read before its tokens were refreshed', async () => {
    const old = await session();
    one.clock.advance(ALMOST_EXPIRED);
    const token = await get();
    expect(await one.tokens.get(old)).toBe(token);
    expect(tokenRequests()).toBe(1);
  });

  it('write nothing over what else changed in the session meanwhile', async () => {
    one.clock.advance(ALMOST_EXPIRED);
    one.provider.answer('token', async (honest) => {
      await one.sessions.touch(one.cookiesOf(browser), await session());
      return honest;
    });
    const token = await get();
    const found = await session();
    expect(keptWith(found)).toBe(token);
    const [listed] = await one.sessions.list(found.authentication);
    expect(listed?.usedAt).toEqual(new Date(one.clock.now()));
  });

  it('use a token that never expires as it is', async () => {
    one.provider.alter('token', { expires_in: undefined });
    await logIn();
    const token = await get();
    one.clock.advance(2 * 3600);
    expect([await get(), tokenRequests()]).toEqual([token, 0]);
  });
});

describe('A token that an API refused', () => {
  it('is refreshed before its time', async () => {
    const refused = await get();
    const other = await one.tokens.getOther(await session(), refused);
    expect([other === refused, tokenRequests()]).toEqual([false, 1]);
  });

  it('is not refreshed again by who was told later', async () => {
    const elsewhere = another();
    const [old, oldElsewhere] = [await session(), await session(elsewhere)];
    const refused = await one.tokens.get(old);
    const other = await one.tokens.getOther(old, refused);
    expect(await elsewhere.tokens.getOther(oldElsewhere, refused)).toBe(other);
    expect(tokenRequests()).toBe(1);
  });

  it('is not given out again when no other can be had', async () => {
    one.provider.answer('token', { status: 503 });
    const refused = await get();
    const attempt = one.tokens.getOther(await session(), refused);
    expect(await codeFrom(attempt)).toBe('provider_temporarily_unavailable');
    one.provider.complaints.length = 0;
  });
});

describe('Without a refresh token', () => {
  beforeEach(async () => {
    await stopApplications();
    await use(false);
  });

  it('the access token is used to its end', async () => {
    const token = await get();
    one.clock.advance(ALMOST_EXPIRED);
    expect([await get(), tokenRequests()]).toEqual([token, 0]);
  });

  it('its end is told, and ends nothing else', async () => {
    one.clock.advance(EXPIRED);
    expect(await codeFrom(get())).toBe('access_token_expired');
    expect(await isLoggedIn()).toBe(true);
  });
});

describe('Sessions without tokens', () => {
  it('are told of', async () => {
    const user = toCriiptoUser(eidClaims.mitid, {
      issuer: one.options.issuer,
      authenticatedAt: new Date(one.clock.now()),
    });
    await one.sessions.create(one.cookiesOf(browser), user);
    expect(await codeFrom(get())).toBe('access_token_missing');
  });

  it('are those too that no service of the library read', async () => {
    const copied = { ...(await session()) };
    expect(await codeFrom(one.tokens.get(copied))).toBe('access_token_missing');
  });

  it('are all that there are without the option', async () => {
    const application = await startApplication({ session: { secret: SECRET, store } });
    await expect(application.tokens.get(await session())).rejects.toThrow(InvalidOptionsError);
  });
});

describe('Several at once', () => {
  it('refresh once, in one process', async () => {
    one.clock.advance(EXPIRED);
    const found = await session();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => one.tokens.get(found)));
    expect([new Set(tokens).size, tokenRequests()]).toEqual([1, 1]);
  });

  it('refresh once, in three instances', async () => {
    one.clock.advance(EXPIRED);
    const all = [one, another(), another()].flatMap((at) => {
      const { options, client, clock, events, sessions } = at;
      // They wait by the machine's own time, as the provider does.
      const tokens = new AccessTokens(options, client, clock, new SystemTimer(), events, sessions);
      return Array.from({ length: 17 }, async () => tokens.get(await session(at)));
    });
    expect([new Set(await Promise.all(all)).size, tokenRequests()]).toEqual([1, 1]);
    expect(completed).toEqual([{ rotated: true }]);
  });

  it('use the old token on while it is good and somebody else refreshes', async () => {
    const token = await get();
    one.clock.advance(ALMOST_EXPIRED);
    let seen: string | undefined;
    one.provider.answer('token', async (honest) => {
      seen = await get(another());
      return honest;
    });
    await get();
    expect([seen, tokenRequests()]).toEqual([token, 1]);
  });

  it('have the tokens stored before the lock is let go', async () => {
    one.clock.advance(EXPIRED);
    store.calls.length = 0;
    await one.tokens.get(await session());
    // Read, locked, read again; read and written; released.
    expect(store.calls).toEqual([
      'get',
      'get',
      'putIfAbsent',
      'get',
      'get',
      'compareAndSet',
      'compareAndSet',
    ]);
  });
});

describe('A holder of the lock that dies', () => {
  let hung: (answer: Answer) => void;
  let dying: Promise<unknown>;

  /** As far as anybody else can tell: it never hears of the provider again. */
  async function hang(): Promise<void> {
    const isAsked = new Promise<void>((resolve) => {
      one.provider.answer('token', () => {
        resolve();
        return new Promise((answer) => (hung = answer));
      });
    });
    dying = codeFrom(get());
    await isAsked;
    one.provider.beHonest();
  }

  afterEach(async () => {
    hung({ status: 500 });
    await dying;
    one.provider.complaints.length = 0;
  });

  it('lets nobody wait for longer than ten seconds', async () => {
    one.clock.advance(EXPIRED);
    await hang();
    const other = another();
    expect(await codeFrom(get(other))).toBe('refresh_pending');
    expect(other.timer.waits.reduce((sum, wait) => sum + wait)).toBe(10);
    expect(await isLoggedIn()).toBe(true);
  });

  it('lets nobody wait for longer over a store that is slow', async () => {
    one.clock.advance(EXPIRED);
    await hang();
    const other = another();
    store.failAt((method) => {
      if (method === 'putIfAbsent') one.clock.advance(2);
      return false;
    });
    expect(await codeFrom(get(other))).toBe('refresh_pending');
    expect(other.timer.waits.length).toBeLessThan(6);
  });

  it('is followed by another when its time is over', async () => {
    one.clock.advance(EXPIRED);
    await hang();
    one.provider.answer('token', (honest) => ({ ...honest, ...granted('another') }));
    const other = another();
    expect(await codeFrom(get(other))).toBe('refresh_pending');
    one.clock.advance(20);
    expect(await get(other)).toBe('another');
  });

  it('writes nothing over what the next one got', async () => {
    one.clock.advance(EXPIRED);
    await hang();
    one.clock.advance(30);
    one.provider.answer('token', granted('another'));
    const other = another();
    expect(await get(other)).toBe('another');
    hung(granted('late'));
    await dying;
    expect(await get()).toBe('another');
  });
});

function granted(accessToken: string): Answer {
  return {
    status: 200,
    body: {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: `refresh of ${accessToken}`,
    },
  };
}

describe('A session that ends during a refresh', () => {
  const endMeanwhile = (): void =>
    one.provider.answer('token', async (honest) => {
      await one.logout.begin(one.cookiesOf(browser));
      return honest;
    });

  beforeEach(() => {
    one.clock.advance(ALMOST_EXPIRED);
    endMeanwhile();
  });

  it('stays ended', async () => {
    expect(await codeFrom(get())).toBe('session_ended');
    expect(await isLoggedIn()).toBe(false);
    one.provider.complaints.length = 0; // the logout revoked a token that was just used up
  });

  it('has its new tokens thrown away, and given back', async () => {
    await codeFrom(get());
    expect(one.provider.sent('revocation')).toHaveLength(2);
    expect([completed, failed]).toEqual([[], []]);
    one.provider.complaints.length = 0;
  });

  it('has its new tokens thrown away, also when they cannot be given back', async () => {
    one.provider.answer('revocation', { status: 503 });
    expect(await codeFrom(get())).toBe('session_ended');
    expect(log.text).toContain(
      'warn A refresh token that nobody needs was not revoked: provider_temporarily_unavailable',
    );
    one.provider.complaints.length = 0;
  });
});

describe('A refresh that is refused', () => {
  it('ends the session, and tells so once', async () => {
    one.clock.advance(ALMOST_EXPIRED);
    one.provider.answer('token', { status: 400, body: { error: 'invalid_grant' } });
    expect(await codeFrom(get())).toBe('refresh_rejected');
    expect([await isLoggedIn(), tokenRequests()]).toEqual([false, 1]);
    expect(failed).toMatchObject([{ code: 'refresh_rejected', sessionEnded: true }]);
  });

  it('ends nothing when somebody else won meanwhile', async () => {
    one.clock.advance(EXPIRED);
    const other = another();
    one.provider.answer('token', async (honest) => {
      one.clock.advance(30); // the lock is over
      one.provider.answer('token', honest);
      await get(other);
      return { status: 400, body: { error: 'invalid_grant' } };
    });
    const token = await get();
    expect(await get()).toBe(token);
    expect([failed, await isLoggedIn()]).toEqual([[], true]);
    one.provider.complaints.length = 0; // both used the one token
  });
});

describe('An ID token that cannot be verified for now', () => {
  /** The provider signs with a key that it does not publish yet. */
  const rotate = (): void => one.provider.idToken({}, { kid: 'the next key' });
  const sent = () => one.provider.sent('token').map(({ form }) => form.get('refresh_token'));

  it('ends nothing, and leaves the old access token in use', async () => {
    const token = await get();
    one.clock.advance(ALMOST_EXPIRED);
    rotate();
    expect([await get(), await isLoggedIn()]).toEqual([token, true]);
    expect(failed).toMatchObject([{ code: 'id_token_key_unknown', sessionEnded: false }]);
  });

  it('has the new refresh token kept, for the old one is used up', async () => {
    one.clock.advance(EXPIRED);
    rotate();
    expect(await codeFrom(get())).toBe('refresh_pending');
    one.provider.beHonest();
    const token = await get();
    expect(await get()).toBe(token);
    expect([new Set(sent()).size, completed, await isLoggedIn()]).toEqual([
      2,
      [{ rotated: true }],
      true,
    ]);
  });

  it('gives nobody the access token that came with it', async () => {
    one.clock.advance(EXPIRED);
    rotate();
    one.provider.alter('token', { access_token: 'unproven' });
    await codeFrom(get());
    expect(keptWith(await session())).not.toBe('unproven');
  });

  it('has the new refresh token given back when the session ended meanwhile', async () => {
    one.clock.advance(EXPIRED);
    rotate();
    one.provider.answer('token', async (honest) => {
      await one.logout.begin(one.cookiesOf(browser));
      return honest;
    });
    expect(await codeFrom(get())).toBe('session_ended');
    expect(one.provider.sent('revocation')).toHaveLength(2);
    one.provider.complaints.length = 0; // the logout revoked a token that was just used up
  });

  it('has the new refresh token kept, also by a store that fails for a moment', async () => {
    one.clock.advance(EXPIRED);
    rotate();
    one.provider.answer('token', (honest) => {
      let failures = 0;
      store.failAt(() => (failures += 1) < 3);
      return honest;
    });
    expect(await codeFrom(get())).toBe('refresh_pending');
    one.provider.beHonest();
    await get();
    expect(await isLoggedIn()).toBe(true);
  });
});

describe('A provider that is away', () => {
  beforeEach(() => one.provider.answer('token', { status: 503 }));
  afterEach(() => {
    one.provider.complaints.length = 0; // the stub used the refresh token up before it answered so
  });

  it('is not asked by everybody while the old token is good', async () => {
    const token = await get();
    one.clock.advance(ALMOST_EXPIRED);
    expect([await get(), await get(), await get(another())]).toEqual([token, token, token]);
    expect(tokenRequests()).toBe(1);
    one.clock.advance(10);
    await get();
    expect(tokenRequests()).toBe(2);
  });

  it('is told of, and logs nobody out, when the old one is good no more', async () => {
    one.clock.advance(EXPIRED);
    expect(await codeFrom(get())).toBe('provider_temporarily_unavailable');
    expect(failed).toMatchObject([{ sessionEnded: false }]);
    expect(log.text).toContain(
      `An access token was not refreshed: ${failed[0]?.code} (${failed[0]?.correlationId})`,
    );
    expect(await isLoggedIn()).toBe(true);
  });
});

describe('A store that fails', () => {
  it('after the tokens came has them once it is back', async () => {
    one.clock.advance(EXPIRED);
    one.provider.answer('token', (honest) => {
      store.fail('compareAndSet');
      return honest;
    });
    const wait = one.timer.wait.bind(one.timer);
    one.timer.wait = async (seconds, signal) => {
      store.fail();
      await wait(seconds, signal);
    };
    const token = await get();
    expect([await get(), tokenRequests()]).toEqual([token, 1]);
  });

  it('slowly has no time beyond that of the lock', async () => {
    one.clock.advance(EXPIRED);
    let writes = 0;
    one.provider.answer('token', (honest) => {
      store.failAt((method) => {
        if (method !== 'compareAndSet') return false;
        writes += 1;
        one.clock.advance(20);
        return true;
      });
      return honest;
    });
    expect(await codeFrom(get())).toBe('store_unavailable');
    store.fail();
    // Two of its own, of which the second ends when others may have the lock; and one that tries to let it go.
    expect(writes).toBe(3);
  });

  it('for good leaves nobody with a token that no other instance knows', async () => {
    one.clock.advance(EXPIRED);
    one.provider.answer('token', (honest) => {
      store.failAll();
      return honest;
    });
    expect(await codeFrom(get())).toBe('store_unavailable');
    store.fail();
    expect(await isLoggedIn()).toBe(true);
  });
});
