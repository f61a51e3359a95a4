import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { codeFrom } from '../../test/support/code-of.js';
import { eidClaims } from '../../test/support/eid-claims.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { FakeExchange } from '../../test/support/fake-exchange.js';
import { FaultyStore } from '../../test/support/faulty-store.js';
import { LogLines } from '../../test/support/log-lines.js';
import { logoutToken } from '../../test/support/logout-token.js';
import { SECRET } from '../../test/support/written-options.js';
import { minutes } from '../common/durations.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';

const FORM = 'application/x-www-form-urlencoded';

let store: FaultyStore;
let application: Application;
let log: LogLines;
let browser: BrowserCookies;
let heard: unknown[];

async function use(written: Parameters<typeof startApplication>[0] = {}): Promise<void> {
  application = await startApplication(written);
  heard = [];
  for (const name of ['logout.backchannel', 'logout.refused', 'session.revoked'] as const)
    application.events.on(name, (payload) => heard.push([name, payload]));
}

beforeEach(async () => {
  log = new LogLines();
  Logger.overrideLogger(log);
  store = new FaultyStore(new FakeClock());
  browser = new BrowserCookies();
  await use({ session: { secret: SECRET, store } });
  await logIn();
});

afterEach(async () => {
  Logger.overrideLogger(new ConsoleLogger());
  await stopApplications();
});

const now = (): number => application.clock.seconds();

async function logIn(): Promise<void> {
  const claims = { ...eidClaims.mitid, sub: 'user-1', sid: 'session-1', iat: now() };
  const user = toCriiptoUser(claims, {
    issuer: application.options.issuer,
    authenticatedAt: new Date(application.clock.now()),
  });
  await application.sessions.create(application.cookiesOf(browser), user);
}

const isIn = async (): Promise<boolean> =>
  (await application.sessions.read(application.cookiesOf(browser))) !== undefined;

const issue = (claims: object = {}): Promise<string> =>
  logoutToken(application.provider, now(), claims);

const receive = (fields: [string, string][], type = FORM): Promise<number> =>
  application.backchannelLogout.receive(
    new FakeExchange({ headers: { 'content-type': type }, form: new URLSearchParams(fields) }),
  );

const send = (token: string): Promise<number> => receive([['logout_token', token]]);

describe('BackchannelLogoutService', () => {
  it('ends the session, and tells of it', async () => {
    expect(await send(await issue())).toBe(1);
    expect(await isIn()).toBe(false);
    expect(heard).toEqual([
      ['session.revoked', { by: 'provider', sessions: 1 }],
      ['logout.backchannel', { sessions: 1 }],
    ]);
  });

  it('has nothing against a logout of nobody', async () => {
    expect(await send(await issue({ sid: 'unknown' }))).toBe(0);
    expect(heard).toEqual([['logout.backchannel', { sessions: 0 }]]);
  });

  it('takes a form whose type has parameters, and other fields with it', async () => {
    const fields: [string, string][] = [
      ['ignored_parameter', 'ignored'],
      ['logout_token', await issue()],
    ];
    expect(await receive(fields, `${FORM}; charset=UTF-8`)).toBe(1);
  });
});

describe('BackchannelLogoutService refuses', () => {
  it.each<[string, () => Promise<number>]>([
    ['no token', () => receive([])],
    ['JSON', async () => receive([['logout_token', await issue()]], 'application/json')],
    [
      'two tokens',
      async () =>
        receive([
          ['logout_token', await issue()],
          ['logout_token', await issue()],
        ]),
    ],
  ])('%s', async (_what, attempt) => {
    expect(await codeFrom(attempt())).toBe('logout_token_missing');
    expect(await isIn()).toBe(true);
  });

  it('a token that does not hold, and says why to nobody but the log', async () => {
    const token = await issue({ aud: 'another' });
    await expect(send(token)).rejects.toMatchObject({
      code: 'logout_token_invalid',
      cause: { code: 'id_token_audience_mismatch' },
    });
    expect(log.text).toMatch(
      /^warn Back-channel logout refused: logout_token_invalid \([\da-f-]{36}\): The token is not for/,
    );
    expect(log.text).not.toContain(token);
    expect(heard).toEqual([
      ['logout.refused', { code: 'logout_token_invalid', correlationId: expect.any(String) }],
    ]);
  });

  it('asks the store nothing before the token is known to be good', async () => {
    store.calls.length = 0;
    await codeFrom(send(await issue({ iss: 'https://evil.example' })));
    expect(store.calls).toEqual([]);
  });

  it('a token that comes again, which has no effect', async () => {
    const token = await issue();
    await send(token);
    application.clock.advance(1);
    await logIn();
    expect(await codeFrom(send(token))).toBe('logout_token_replayed');
    expect(await isIn()).toBe(true);
  });

  it('a token that comes again, without a look at any session', async () => {
    const token = await issue();
    await send(token);
    store.calls.length = 0;
    await codeFrom(send(token));
    expect(store.calls).toEqual(['get']);
  });

  it('another token of the same jti', async () => {
    const [one, other] = [await issue({ jti: 'one' }), await issue({ jti: 'one', sid: 'other' })];
    await send(one);
    expect(await codeFrom(send(other))).toBe('logout_token_replayed');
  });
});

describe('BackchannelLogoutService remembers a token', () => {
  const left = (): number =>
    Math.max(...[...store.ttls].map(([key, ttl]) => (key.startsWith('logout:') ? ttl : 0)));

  it('for as long as it is good', async () => {
    await send(await issue({ exp: now() + minutes(10) }));
    expect(left()).toBe(minutes(11));
  });

  it('for three minutes at least', async () => {
    await send(await issue({ exp: now() }));
    expect(left()).toBe(minutes(3));
  });

  it('by a name that says nothing and is short', async () => {
    await send(await issue({ jti: 'x'.repeat(1000) }));
    const keys = [...store.ttls.keys()].filter((key) => key.startsWith('logout:'));
    expect(keys).toEqual([expect.stringMatching(/^logout:[\w-]{43}$/)]);
  });

  it('not when the sessions could not be ended, so that the provider can try again', async () => {
    const token = await issue();
    store.fail('take');
    expect(await codeFrom(send(token))).toBe('store_unavailable');
    expect(await isIn()).toBe(true);
    store.fail();
    expect(await send(token)).toBe(1);
    expect(await isIn()).toBe(false);
  });

  it('not when that could not be noted', async () => {
    const token = await issue();
    store.failAt((method, key) => method === 'putIfAbsent' && key.startsWith('logout:'));
    expect(await codeFrom(send(token))).toBe('store_unavailable');
    store.fail();
    expect(await send(token)).toBe(0);
  });

  it('once, when it comes many times at once', async () => {
    const token = await issue();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send(token).catch(() => 'refused')),
    );
    expect(answers.filter((answer) => answer !== 'refused')).toHaveLength(1);
    expect(await isIn()).toBe(false);
  });
});

describe('BackchannelLogoutService fails, and is to be asked again,', () => {
  it('while the store is away', async () => {
    store.failAll();
    expect(await codeFrom(send(await issue()))).toBe('store_unavailable');
    expect(log.text).toMatch(/^error Back-channel logout refused: store_unavailable/);
  });

  it("while the provider's keys cannot be had", async () => {
    const token = await issue();
    application.provider.answer('jwks', { status: 500 });
    expect(await codeFrom(send(token))).toBe('provider_keys_unavailable');
    expect(await isIn()).toBe(true);
  });

  it('when the request cannot be read, and leaves that to who knows why', async () => {
    const broken = new Error('of the adapter');
    const exchange = new FakeExchange({ headers: { 'content-type': FORM } });
    exchange.form = () => Promise.reject(broken);
    await expect(application.backchannelLogout.receive(exchange)).rejects.toBe(broken);
    expect([heard, log.text]).toEqual([[], '']);
  });

  it('when sessions are in cookies', async () => {
    await use();
    expect(await codeFrom(send(await issue()))).toBe('sessions_not_stored');
  });
});
