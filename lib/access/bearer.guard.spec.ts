import { ConsoleLogger, HttpException, Logger, SetMetadata } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import { codeFrom, codeOf } from '../../test/support/code-of.js';
import { LogLines } from '../../test/support/log-lines.js';
import { AUTH_RULE } from '../access-rules/auth-rule.js';
import { OptionalAuth } from '../access-rules/optional-auth.decorator.js';
import { Public } from '../access-rules/public.decorator.js';
import { RequireAge } from '../access-rules/require-age.decorator.js';
import { RequireCompany } from '../access-rules/require-company.decorator.js';
import { BearerTokens } from '../bearer/bearer-tokens.service.js';
import { CriiptoUser } from '../eid/user/criipto-user.js';
import { HttpExchanges } from '../http/http-exchange.provider.js';
import { rememberSession } from '../session/request-session.js';
import type { Session } from '../session/session.js';
import { BearerGuard } from './bearer.guard.js';

const API = 'https://api.example.com';

class Handlers {
  anyone(this: void): void {}
  @Public() open(this: void): void {}
  @OptionalAuth() optional(this: void): void {}
  @SetMetadata(AUTH_RULE, { kind: 'invented later' }) newer(this: void): void {}
  @RequireAge(18) grownUp(this: void): void {}
  @RequireCompany() company(this: void): void {}
}
const { anyone, open, optional, newer, grownUp, company } = Handlers.prototype;

let application: Application;
let authorization: string;

beforeEach(async () => {
  Logger.overrideLogger(new LogLines());
  application = await startApplication({ bearer: { audience: API } });
  const { provider, clock } = application;
  const iat = clock.seconds();
  const claims = { iss: provider.issuer, aud: API, sub: 'user-1', iat, exp: iat + 600 };
  authorization = `Bearer ${await provider.sign(claims, { typ: 'at+jwt' })}`;
});

afterEach(async () => {
  Logger.overrideLogger(new ConsoleLogger());
  await stopApplications();
});

function guardOf({ options, client, clock, events }: Application): BearerGuard {
  const tokens = new BearerTokens(options, client, clock);
  const exchanges = new HttpExchanges(new HttpAdapterHost());
  return new BearerGuard(new Reflector(), tokens, exchanges, options, clock, events);
}

function judge(type: string, args: unknown[], handler: () => void = anyone): Promise<boolean> {
  const context = new ExecutionContextHost(args, Handlers, handler);
  context.setType(type);
  return guardOf(application).canActivate(context);
}

/** A session whose user is this. */
function sessionWith(user: unknown): Session {
  const authentication = new CriiptoUser({
    sub: 'user-2',
    issuer: application.options.issuer,
    eid: 'mitid',
    acr: undefined,
    level: undefined,
    authenticatedAt: new Date(),
    claims: {},
  });
  return { user, authentication, isTimeTold: true };
}

const socket = (headers: object): Record<string, unknown> => ({ handshake: { headers } });
const query = (request: object): unknown[] => [{}, {}, { req: request }, {}];

describe('BearerGuard', () => {
  it('is not made without the option', async () => {
    const without = await startApplication();
    expect(codeOf(() => guardOf(without))).toBe('invalid_options');
  });

  it('refuses a kind of context that it does not know', async () => {
    expect(await judge('rpc', [{ headers: { authorization } }])).toBe(false);
  });

  it('lets everybody in to what is public', async () => {
    expect(await judge('rpc', [{}], open)).toBe(true);
  });

  it.each(['http', 'graphql', 'ws'])(
    'refuses every token by a rule that it does not know: %s',
    async (type) => {
      const log = new LogLines();
      Logger.overrideLogger(log);
      const headers = { authorization };
      const call = { headers, handshake: { headers }, req: { headers } };
      expect(await judge(type, [call, {}, call], newer)).toBe(false);
      expect(log.text).toContain('Handlers.newer has a rule of another version');
    },
  );
});

describe('BearerGuard and GraphQL', () => {
  it('knows who asks', async () => {
    const request: { headers: object; user?: unknown } = { headers: { authorization } };
    expect(await judge('graphql', query(request))).toBe(true);
    expect(request.user).toMatchObject({ sub: 'user-1' });
  });

  it.each([{}, { authorization: 'Bearer nonsense' }])('refuses %j', async (headers) => {
    const thrown: unknown = await judge('graphql', query({ headers })).catch(
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(HttpException);
    expect(thrown).toMatchObject({ status: 401 });
  });
});

describe('BearerGuard on a GraphQL connection', () => {
  it.each([open, optional])('forgets who asked before', async (handler) => {
    const request: { headers: object; user?: unknown } = { headers: { authorization } };
    await judge('graphql', query(request));
    request.headers = {};
    expect(await judge('graphql', query(request), handler)).toBe(true);
    expect(request.user).toBeUndefined();
  });

  it('knows who asks in every resolver of an operation', async () => {
    const request: { headers: object; user?: unknown } = { headers: { authorization } };
    const info = { variableValues: {} };
    await judge('graphql', [{}, {}, { req: request }, { ...info }]);
    await judge('graphql', [{}, {}, { req: request }, { ...info }], open);
    expect(request.user).toMatchObject({ sub: 'user-1' });
  });
});

describe('BearerGuard after the guard of sessions', () => {
  it.each<[string, (call: object) => unknown[]]>([
    ['ws', (call) => [call]],
    ['graphql', query],
  ])('knows nobody by a session: %s', async (type, argsOf) => {
    const call = { headers: {}, handshake: { headers: {} }, user: { sub: 'of the session' } };
    const context = new ExecutionContextHost(argsOf(call));
    context.setType(type);
    rememberSession(context, sessionWith(call.user));
    expect(await judge(type, argsOf(call), optional)).toBe(true);
    expect(call.user).toBeUndefined();
  });
});

describe('BearerGuard and WebSocket', () => {
  it('knows who connected', async () => {
    const client = socket({ authorization });
    expect(await judge('ws', [client])).toBe(true);
    expect(client['user']).toMatchObject({ sub: 'user-1' });
  });

  it('refuses who did not say', async () => {
    expect(await judge('ws', [socket({})])).toBe(false);
  });

  it('refuses, and forgets, who was right until the token expired', async () => {
    const client = socket({ authorization });
    await judge('ws', [client]);
    application.clock.advance(660);
    expect(await judge('ws', [client])).toBe(false);
    expect(client['user']).toBeUndefined();
  });

  it('forgets who sends no token where that is optional', async () => {
    const client = socket({ authorization });
    await judge('ws', [client]);
    client['handshake'] = { headers: {} };
    expect(await judge('ws', [client], optional)).toBe(true);
    expect(client['user']).toBeUndefined();
  });

  it('forgets whom it knew, where nobody is asked who it is', async () => {
    const client = socket({ authorization });
    await judge('ws', [client]);
    expect(await judge('ws', [client], open)).toBe(true);
    expect(client['user']).toBeUndefined();
  });

  it.each([open, optional])('leaves alone whom somebody else put there', async (handler) => {
    const user = { sub: 'put there by the application' };
    const client: Record<string, unknown> = { ...socket({}), user };
    expect(await judge('ws', [client], handler)).toBe(true);
    expect(client['user']).toBe(user);
  });

  it('does not refuse whom nobody can judge right now', async () => {
    application.provider.answer('jwks', { status: 503 });
    expect(await codeFrom(judge('ws', [socket({ authorization })]))).toBe(
      'provider_keys_unavailable',
    );
  });
});

/** The status of the answer to a token with these claims. */
async function answerTo(claims: object, handler: () => void): Promise<number> {
  const { provider, clock } = application;
  const iat = clock.seconds();
  const ofToken = { iss: provider.issuer, aud: API, sub: 'user-1', iat, exp: iat + 600 };
  const token = await provider.sign({ ...ofToken, ...claims }, { typ: 'at+jwt' });
  const request = { headers: { authorization: `Bearer ${token}` } };
  return judge('graphql', query(request), handler).then(
    () => 200,
    (error: unknown) => (error instanceof HttpException ? error.getStatus() : 500),
  );
}

describe('BearerGuard and an age', () => {
  it.each([
    ['an old enough birthdate', { birthdate: '1985-04-12' }, 200],
    ['a birthdate that is too late', { birthdate: '2013-04-12' }, 403],
    ['a proof', { 'http://ageverification.criipto.com': { is_over_18: true } }, 200],
    ['a proof that says no', { 'http://ageverification.criipto.com': { is_over_18: false } }, 403],
    ['no age', {}, 401],
  ])('goes by the claims of the token: %s', async (_what, claims, status) => {
    expect(await answerTo(claims, grownUp)).toBe(status);
  });

  it('lets nobody in without a token', async () => {
    await expect(judge('graphql', query({ headers: {} }), grownUp)).rejects.toMatchObject({
      status: 401,
    });
  });
});

describe('BearerGuard and a company', () => {
  const mitId = { identityscheme: 'dkmitid', loA: 'SUBSTANTIAL' };
  const substantial = { ...mitId, authenticationtype: 'urn:grn:authn:dk:mitid:substantial' };

  it.each([
    ['an employee', { ...substantial, employee: 'true' }, 200],
    ['who may sign', { ...substantial, companySignatory: 'true' }, 200],
    ['a citizen', substantial, 403],
    [
      'a citizen who was asked for as more',
      { ...mitId, authenticationtype: 'urn:grn:authn:dk:mitid:business' },
      403,
    ],
    ['nobody that an eID knows', {}, 403],
  ])('goes by the claims of the token: %s', async (_who, claims, status) => {
    expect(await answerTo(claims, company)).toBe(status);
  });

  it('tells the event which', async () => {
    const refused: unknown[] = [];
    application.events.on('bearer.refused', ({ code }) => refused.push(code));
    await answerTo({}, company);
    expect(refused).toEqual(['company_required']);
  });

  it('asks for a token first', async () => {
    await expect(judge('graphql', query({ headers: {} }), company)).rejects.toMatchObject({
      status: 401,
    });
  });
});
