import { ConsoleLogger, HttpException, Logger, SetMetadata, type Type } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { FakeExchange } from '../../test/support/fake-exchange.js';
import { FaultyStore } from '../../test/support/faulty-store.js';
import { LogLines } from '../../test/support/log-lines.js';
import { SECRET } from '../../test/support/written-options.js';
import { AUTH_RULE } from '../access-rules/auth-rule.js';
import { OptionalAuth } from '../access-rules/optional-auth.decorator.js';
import { Public } from '../access-rules/public.decorator.js';
import { RequireAcr } from '../access-rules/require-acr.decorator.js';
import { minutes } from '../common/durations.js';
import { CriiptoUser } from '../eid/user/criipto-user.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { HttpExchange } from '../http/http-exchange.js';
import { HttpExchanges } from '../http/http-exchange.provider.js';
import { LoginReporter } from '../login/login-reporter.service.js';
import { sessionOf } from '../session/request-session.js';
import { CriiptoAuthGuard } from './criipto-auth.guard.js';

const MITID_HIGH = 'urn:grn:authn:dk:mitid:high';

class Handlers {
  anyone(this: void): void {}
  @Public() open(this: void): void {}
  @OptionalAuth() optional(this: void): void {}
  @RequireAcr(MITID_HIGH) high(this: void): void {}
  @RequireAcr(MITID_HIGH, { maxAge: 300 }) recent(this: void): void {}
  @SetMetadata(AUTH_RULE, { kind: 'acr', acrValues: [MITID_HIGH], invented: 'later' })
  newer(this: void): void {}
  @SetMetadata(AUTH_RULE, { kind: 'public', invented: 'later' }) newerOpen(this: void): void {}
}

@Public()
class PublicHandlers {
  anyone(this: void): void {}
  @RequireAcr(MITID_HIGH) high(this: void): void {}
}

@RequireAcr(MITID_HIGH)
class HighHandlers {
  @Public() open(this: void): void {}
  @OptionalAuth() optional(this: void): void {}
}

/** The exchange that a test wrote, whatever the request. */
class OneExchange extends HttpExchanges {
  constructor(protected readonly exchange: HttpExchange) {
    super(new HttpAdapterHost());
  }

  override of(): HttpExchange {
    return this.exchange;
  }
}

/** The same for the fields of one GraphQL operation. */
class OneOperation extends OneExchange {
  override ofOperation(): HttpExchange {
    return this.exchange;
  }
}

let application: Application;

beforeEach(async () => {
  application = await startApplication();
});

afterEach(async () => {
  Logger.overrideLogger(new ConsoleLogger());
  await stopApplications();
});

/** The cookies of a browser in which somebody logged in by MitID. */
async function cookiesOf(
  member: { level?: 'high' | 'substantial'; authenticatedAt?: Date; claims?: object } = {},
): Promise<string> {
  const { level = 'high', authenticatedAt = new Date(application.clock.now()) } = member;
  const { claims = { authenticationinstant: authenticatedAt.toISOString() } } = member;
  const browser = new BrowserCookies();
  const user = new CriiptoUser({
    sub: 'user-1',
    issuer: application.options.issuer,
    eid: 'mitid',
    acr: `urn:grn:authn:dk:mitid:${level}`,
    level,
    authenticatedAt,
    claims: { ...claims },
  });
  await application.sessions.create(application.cookiesOf(browser), user);
  return browser.carrier().header('cookie') ?? '';
}

function contextOf(
  type: string,
  args: unknown[],
  handler: () => void = Handlers.prototype.anyone,
  handlers: Type = Handlers,
): ExecutionContextHost {
  const context = new ExecutionContextHost(args, handlers, handler);
  context.setType(type);
  return context;
}

function judge(context: ExecutionContextHost, exchange = new FakeExchange()): Promise<boolean> {
  return guardOf(new OneExchange(exchange)).canActivate(context);
}

function guardOf(exchanges: HttpExchanges): CriiptoAuthGuard {
  const { sessions, login, events, options, clock } = application;
  return new CriiptoAuthGuard(
    new Reflector(),
    sessions,
    login,
    new LoginReporter(events),
    exchanges,
    options,
    clock,
  );
}

/** A WebSocket whose handshake sent these cookies. */
const socket = (cookie: string): Record<string, unknown> => ({
  handshake: { headers: { cookie } },
});

/** Asks for three fields in one GraphQL operation. What becomes of each. */
function askFields(cookie: string): Promise<unknown[]> {
  const headers = { cookie };
  const guard = guardOf(new OneOperation(new FakeExchange({ method: 'POST', headers })));
  const req = { headers };
  const fields = [{}, {}, {}].map((info) => contextOf('graphql', [{}, {}, { req }, info]));
  return Promise.all(
    fields.map((field) =>
      guard
        .canActivate(field)
        .catch((error: unknown) => (error instanceof HttpException ? error.getStatus() : error)),
    ),
  );
}

/** Asks over HTTP. The status of the refusal, if it is refused. */
async function ask(
  handler: () => void,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; answered: Readonly<Record<string, string>>; user: unknown }> {
  const exchange = new FakeExchange({ url: '/orders/1?tab=b', headers });
  const request: { headers: object; user?: unknown } = { headers };
  const status = await judge(contextOf('http', [request, {}], handler), exchange).then(
    (isIn) => (isIn ? 200 : 403),
    (error: unknown) => {
      const isOurs = error instanceof CriiptoAuthError;
      if (error instanceof HttpException && !isOurs) return error.getStatus();
      throw error;
    },
  );
  return { status, answered: Object.fromEntries(exchange.answered), user: request.user };
}

describe('CriiptoAuthGuard refuses whoever comes in a context that it does not know:', () => {
  it.each(['rpc', 'telegram', 'necord', 'sse'])('%p', async (type) => {
    const call = { headers: { cookie: await cookiesOf() } };
    expect(await judge(contextOf(type, [call, call, call]))).toBe(false);
  });

  it('also where everybody may come in who does not log in', async () => {
    expect(await judge(contextOf('rpc', [{}], Handlers.prototype.optional))).toBe(false);
  });

  it.each<[string, string, unknown[]]>([
    ['HTTP without a request', 'http', []],
    ['HTTP with a request without headers', 'http', [{}, {}]],
    ['GraphQL without a request', 'graphql', [{}, {}, {}, {}]],
    ['GraphQL with headers in the wrong place', 'graphql', [{ headers: {} }, {}, undefined, {}]],
    ['a WebSocket without a handshake', 'ws', [{}]],
    ['a WebSocket that is none', 'ws', [undefined]],
  ])('%s', async (_, type, args) => {
    expect(await judge(contextOf(type, args))).toBe(false);
  });

  it('but not where the door is open', async () => {
    expect(await judge(contextOf('rpc', [{}], Handlers.prototype.open))).toBe(true);
  });
});

describe('CriiptoAuthGuard refuses by a rule that it does not know', () => {
  const { newer, newerOpen } = Handlers.prototype;

  it.each([
    ['more than it understands', newer],
    ['less than it understands', newerOpen],
  ])('whoever is logged in, where it demands %s', async (_what, handler) => {
    const log = new LogLines();
    Logger.overrideLogger(log);
    expect(await ask(handler, { cookie: await cookiesOf() })).toMatchObject({ status: 403 });
    expect(log.text).toContain(`Handlers.${handler.name} has a rule of another version`);
  });

  it.each(['ws', 'graphql', 'rpc'])('in every context: %s', async (type) => {
    Logger.overrideLogger(new LogLines());
    const headers = { cookie: await cookiesOf() };
    const call = { headers, handshake: { headers }, req: { headers } };
    expect(await judge(contextOf(type, [call, call, call], newer))).toBe(false);
  });
});

describe('CriiptoAuthGuard at a WebSocket', () => {
  it('lets in who is logged in, and says who it is', async () => {
    const client = socket(await cookiesOf());
    expect(await judge(contextOf('ws', [client]))).toBe(true);
    expect(client['user']).toMatchObject({ sub: 'user-1' });
  });

  it('refuses everybody else', async () => {
    expect(await judge(contextOf('ws', [socket('')]))).toBe(false);
  });

  it('refuses a login that is too weak', async () => {
    const client = socket(await cookiesOf({ level: 'substantial' }));
    expect(await judge(contextOf('ws', [client], Handlers.prototype.high))).toBe(false);
  });

  it('knows nobody any more when the session has ended', async () => {
    const client = socket(await cookiesOf());
    await judge(contextOf('ws', [client]));
    application.clock.advance(application.options.session.idle);
    expect(await judge(contextOf('ws', [client], Handlers.prototype.optional))).toBe(true);
    expect(client['user']).toBeUndefined();
  });
});

describe('CriiptoAuthGuard with stored sessions', () => {
  let store: FaultyStore;

  beforeEach(async () => {
    store = new FaultyStore(new FakeClock());
    application = await startApplication({ session: { secret: SECRET, store } });
  });

  it('renews one that is used over a WebSocket, which can be given no cookie', async () => {
    const client = socket(await cookiesOf());
    for (let use = 0; use < 3; use += 1) {
      application.clock.advance(minutes(29));
      expect(await judge(contextOf('ws', [client]))).toBe(true);
    }
  });

  it.each<[string, (cookie: string) => Promise<unknown>, unknown]>([
    ['HTTP', async (cookie) => (await ask(Handlers.prototype.anyone, { cookie })).status, 401],
    [
      'HTTP that says it looks ahead',
      async (cookie) =>
        (await ask(Handlers.prototype.anyone, { cookie, 'sec-purpose': 'prefetch' })).status,
      401,
    ],
    ['each field of GraphQL', askFields, [401, 401, 401]],
    ['a WebSocket', (cookie) => judge(contextOf('ws', [socket(cookie)])), false],
  ])('knows nobody by %s whose session its list does not know', async (_by, visit, refused) => {
    const cookie = await cookiesOf();
    for (const key of store.content.keys()) if (key.includes('-of-')) await store.take(key);
    application.clock.advance(60);
    expect(await visit(cookie)).toEqual(refused);
  });

  it('renews none for who looks ahead', async () => {
    const cookie = await cookiesOf();
    const visit = (headers = {}) => ask(Handlers.prototype.anyone, { cookie, ...headers });
    application.clock.advance(minutes(29));
    expect((await visit({ 'sec-purpose': 'prefetch' })).status).toBe(200);
    application.clock.advance(minutes(1));
    expect((await visit()).status).toBe(401);
  });

  it('sets no cookie when it renews one', async () => {
    const cookie = await cookiesOf();
    application.clock.advance(60);
    const { status, answered } = await ask(Handlers.prototype.anyone, { cookie });
    expect([status, answered['set-cookie']]).toEqual([200, undefined]);
  });
});

describe('CriiptoAuthGuard on a carrier of many messages', () => {
  const { anyone, open, optional } = Handlers.prototype;

  /** A connection, and how it is asked: what a browser sent with it never changes. */
  async function connect(type: 'ws' | 'graphql') {
    const headers = { cookie: await cookiesOf() };
    const carrier: Record<string, unknown> = { headers, handshake: { headers } };
    const contextFor = (handler: () => void, info: object = {}) =>
      contextOf(type, type === 'ws' ? [carrier, {}] : [{}, {}, { req: carrier }, info], handler);
    return { carrier, contextFor };
  }

  it.each([
    ['ws', 'optional', optional],
    ['ws', 'public', open],
    ['graphql', 'optional', optional],
    ['graphql', 'public', open],
  ] as const)('knows nobody any more after the session: %s, %s', async (type, _rule, handler) => {
    const { carrier, contextFor } = await connect(type);
    await judge(contextFor(anyone));
    expect(carrier['user']).toMatchObject({ sub: 'user-1' });
    application.clock.advance(application.options.session.idle);
    const later = contextFor(handler);
    expect(await judge(later)).toBe(true);
    expect(carrier['user']).toBeUndefined();
    expect(sessionOf(later)).toBeUndefined();
  });

  it.each(['ws', 'graphql'] as const)(
    'looks for nobody where all may come in: %s',
    async (type) => {
      const { carrier, contextFor } = await connect(type);
      await judge(contextFor(anyone));
      const later = contextFor(open);
      await judge(later);
      expect(carrier['user']).toBeUndefined();
      expect(sessionOf(later)).toBeUndefined();
    },
  );

  it.each([
    ['ws', optional],
    ['ws', open],
    ['graphql', optional],
    ['graphql', open],
  ] as const)('leaves alone whom somebody else put there: %s', async (type, handler) => {
    const { carrier, contextFor } = await connect(type);
    await judge(contextFor(anyone));
    application.clock.advance(application.options.session.idle);
    const user = { name: 'put there by the application' };
    carrier['user'] = user;
    await judge(contextFor(handler));
    expect(carrier['user']).toBe(user);
  });

  it('knows who it is in every resolver of one operation', async () => {
    const { carrier, contextFor } = await connect('graphql');
    const variableValues = {};
    await judge(contextFor(anyone, { variableValues }));
    await judge(contextFor(open, { variableValues }));
    expect(carrier['user']).toMatchObject({ sub: 'user-1' });
    await judge(contextFor(open, { variableValues: {} }));
    expect(carrier['user']).toBeUndefined();
  });
});

describe('CriiptoAuthGuard at a WebSocket that a page opened', () => {
  const { anyone, optional } = Handlers.prototype;
  const evil = 'https://other.example.com';

  /** Whether it gets in, and who it is. */
  async function ask(origin: string, handler = anyone): Promise<[boolean, boolean]> {
    const client = { handshake: { headers: { cookie: await cookiesOf(), origin } } };
    const isIn = await judge(contextOf('ws', [client], handler));
    return [isIn, Reflect.get(client, 'user') !== undefined];
  }

  it('knows who is logged in where the page is ours', async () => {
    expect(await ask('https://app.example.com')).toEqual([true, true]);
  });

  it('knows nobody where it is not, and says so to whoever looks', async () => {
    const log = new LogLines();
    Logger.overrideLogger(log);
    expect(await ask(evil)).toEqual([false, false]);
    expect(await ask(evil, optional)).toEqual([true, false]);
    expect(log.text).toContain(`opened by a page at ${evil}, which is none of`);
  });

  it('takes the origins that are written, and no other', async () => {
    Logger.overrideLogger(new LogLines());
    application = await startApplication({ webSocketOrigins: [evil] });
    expect(await ask(evil)).toEqual([true, true]);
    expect(await ask('https://app.example.com')).toEqual([false, false]);
  });

  it('answers 401 in GraphQL over a socket, and reads a request by its cookie', async () => {
    Logger.overrideLogger(new LogLines());
    const headers = { cookie: await cookiesOf(), origin: evil };
    const call = (more: object) => [{}, {}, { req: { headers: { ...headers, ...more } } }, {}];
    await expect(judge(contextOf('graphql', call({ upgrade: 'websocket' })))).rejects.toMatchObject(
      { status: 401 },
    );
    expect(await judge(contextOf('graphql', call({})))).toBe(true);
  });
});

describe('CriiptoAuthGuard in GraphQL', () => {
  const call = (cookie: string): unknown[] => [{}, {}, { req: { headers: { cookie } } }, {}];

  it('lets in who is logged in', async () => {
    expect(await judge(contextOf('graphql', call(await cookiesOf())))).toBe(true);
  });

  it('answers everybody else 401', async () => {
    await expect(judge(contextOf('graphql', call('')))).rejects.toMatchObject({ status: 401 });
  });

  it('refuses a login that is too weak', async () => {
    const weak = contextOf(
      'graphql',
      call(await cookiesOf({ level: 'substantial' })),
      Handlers.prototype.high,
    );
    await expect(judge(weak)).rejects.toMatchObject({ status: 401 });
  });
});

describe('CriiptoAuthGuard takes the rule', () => {
  const isIn = (handlers: Type, handler: () => void, cookie = ''): Promise<boolean> =>
    judge(contextOf('ws', [socket(cookie)], handler, handlers));

  it('of the class, where the handler has none', async () => {
    expect(await isIn(PublicHandlers, PublicHandlers.prototype.anyone)).toBe(true);
  });

  it.each<[string, Type, () => void, boolean]>([
    ['that is stricter', PublicHandlers, PublicHandlers.prototype.high, false],
    ['that lets everybody in', HighHandlers, HighHandlers.prototype.open, true],
    ['that looks who it is', HighHandlers, HighHandlers.prototype.optional, true],
  ])('of the handler before that of the class: %s', async (_, handlers, handler, expected) => {
    expect(await isIn(handlers, handler)).toBe(expected);
  });
});

describe('CriiptoAuthGuard over HTTP', () => {
  const page = { accept: 'text/html' };

  it('lets in who is logged in, and says who it is', async () => {
    const { status, user } = await ask(Handlers.prototype.anyone, { cookie: await cookiesOf() });
    expect(status).toBe(200);
    expect(user).toBeInstanceOf(CriiptoUser);
  });

  it('sends a browser to login, and back', async () => {
    const { status, answered } = await ask(Handlers.prototype.anyone, page);
    expect(status).toBe(302);
    expect(answered).toMatchObject({
      location: 'https://app.example.com/auth/login?returnTo=%2Forders%2F1%3Ftab%3Db',
      'cache-control': 'no-store',
    });
  });

  it('answers everything else 401', async () => {
    expect(await ask(Handlers.prototype.anyone)).toMatchObject({
      status: 401,
      answered: { 'cache-control': 'private, no-cache' },
    });
  });

  it('lets everybody in where that is optional, and knows nobody', async () => {
    expect(await ask(Handlers.prototype.optional)).toEqual({
      status: 200,
      answered: {},
      user: undefined,
    });
  });

  it('knows who is logged in where that is optional', async () => {
    const { user } = await ask(Handlers.prototype.optional, { cookie: await cookiesOf() });
    expect(user).toMatchObject({ sub: 'user-1' });
  });

  it('renews a session that was used, and lets nobody else keep that answer', async () => {
    const cookie = await cookiesOf();
    application.clock.advance(60);
    const { answered } = await ask(Handlers.prototype.anyone, { cookie });
    expect(answered).toMatchObject({
      'set-cookie': expect.stringMatching(/^__Host-criipto-seen-[\w-]{8}=/),
      'cache-control': 'private, no-cache',
    });
  });

  it('lets no browser show a page again after a logout', async () => {
    const { answered } = await ask(Handlers.prototype.optional, {
      ...page,
      cookie: await cookiesOf(),
    });
    expect(answered).toEqual({ 'cache-control': 'private, no-store' });
  });

  it('sends a browser whose login is too weak to the provider', async () => {
    const headers = { ...page, cookie: await cookiesOf({ level: 'substantial' }) };
    const { status, answered } = await ask(Handlers.prototype.high, headers);
    expect(status).toBe(302);
    expect(answered['location']).toContain(`${application.provider.issuer}/authorize?`);
    const [pushed] = application.provider.sent('par');
    expect(Object.fromEntries(pushed?.form ?? [])).toMatchObject({
      acr_values: MITID_HIGH,
      prompt: 'login',
    });
  });

  it('asks a browser that is not logged in for all that is needed at once', async () => {
    await ask(Handlers.prototype.high, page);
    const [pushed] = application.provider.sent('par');
    expect(pushed?.form.get('acr_values')).toBe(MITID_HIGH);
  });

  it('reports a provider that cannot be asked', async () => {
    Logger.overrideLogger(new LogLines());
    application.provider.answer('discovery', { body: '<p>' });
    const heard: unknown[] = [];
    application.events.on('login.refused', ({ code }) => heard.push(code));
    await expect(ask(Handlers.prototype.high, page)).rejects.toMatchObject({
      code: 'discovery_invalid',
    });
    expect(heard).toEqual(['discovery_invalid']);
  });

  it('answers an API whose login is too weak with what is needed', async () => {
    const cookie = await cookiesOf({ level: 'substantial' });
    const { status, answered } = await ask(Handlers.prototype.recent, { cookie });
    expect(status).toBe(401);
    expect(answered['www-authenticate']).toBe(
      `Bearer error="insufficient_user_authentication", acr_values="${MITID_HIGH}", max_age="300"`,
    );
  });
});

describe('CriiptoAuthGuard holds the age of a login against the rule:', () => {
  /** Whether a login that many seconds from now will do, where five minutes are allowed. */
  async function isRecentEnough(seconds: number, passed = 0): Promise<boolean> {
    const cookie = await cookiesOf({
      authenticatedAt: new Date(application.clock.now() + seconds * 1000),
    });
    application.clock.advance(passed);
    return judge(contextOf('ws', [socket(cookie)], Handlers.prototype.recent));
  }

  it.each([0, -299, -300])('takes one %p s from now', async (seconds) => {
    expect(await isRecentEnough(seconds)).toBe(true);
  });

  it('allows for clocks that differ, so that a login is not asked for again and again', async () => {
    expect(await isRecentEnough(-360)).toBe(true);
  });

  it.each([-361, -3600])('refuses one %p s from now', async (seconds) => {
    expect(await isRecentEnough(seconds)).toBe(false);
  });

  it('refuses one that grew too old', async () => {
    expect(await isRecentEnough(0, 361)).toBe(false);
  });

  it('refuses one of which nobody told when it was, though it has just ended here', async () => {
    const cookie = await cookiesOf({ claims: {} });
    expect(await judge(contextOf('ws', [socket(cookie)], Handlers.prototype.recent))).toBe(false);
  });

  it.each([61, 3600, 1_000_000_000])('refuses one %p s ahead', async (seconds) => {
    expect(await isRecentEnough(seconds)).toBe(false);
  });

  it('refuses one that was ahead, as soon as it is too old whichever clock was right', async () => {
    expect(await isRecentEnough(60, 420)).toBe(true);
    expect(await isRecentEnough(60, 421)).toBe(false);
  });
});
