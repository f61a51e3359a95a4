import { ConsoleLogger, HttpException, Logger } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { eidClaims } from '../../test/support/eid-claims.js';
import { LogLines } from '../../test/support/log-lines.js';
import { OptionalAuth } from '../access-rules/optional-auth.decorator.js';
import { Public } from '../access-rules/public.decorator.js';
import { RequireAcr } from '../access-rules/require-acr.decorator.js';
import { RequireAge } from '../access-rules/require-age.decorator.js';
import { RequireCompany } from '../access-rules/require-company.decorator.js';
import { ageFacts } from '../eid/assurance/age-facts.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { HttpExchanges } from '../http/http-exchange.provider.js';
import { LoginReporter } from '../login/login-reporter.service.js';
import { type LoginBasis, noteBasis } from '../session/login-basis.js';
import { sessionOf } from '../session/request-session.js';
import { CriiptoAuthGuard } from './criipto-auth.guard.js';
import { CurrentUser } from './current-user.decorator.js';

// What the guard does beside HTTP, where nobody can be sent anywhere.

const SUBSTANTIAL = 'urn:grn:authn:dk:mitid:substantial';

class Handlers {
  anyone(this: void): void {}
  @OptionalAuth() optional(this: void): void {}
  @Public() open(this: void): void {}
  @RequireAcr(SUBSTANTIAL) substantial(this: void): void {}
  @RequireAge(18) grownUp(this: void): void {}
  @RequireCompany() company(this: void): void {}
}
const { anyone, optional, open, substantial, grownUp, company } = Handlers.prototype;

let application: Application;

beforeEach(async () => {
  Logger.overrideLogger(new LogLines());
  application = await startApplication({
    login: { acrValues: 'urn:grn:authn:dk:mitid:high' },
  });
});

afterEach(async () => {
  Logger.overrideLogger(new ConsoleLogger());
  await stopApplications();
});

/** The cookies of a browser after a login with these claims. */
async function cookiesAfter(claims: object, madeFor: LoginBasis['madeFor']): Promise<string> {
  const { options, clock, sessions } = application;
  const context = { issuer: options.issuer, authenticatedAt: new Date(clock.now()) };
  const user = toCriiptoUser({ ...claims }, context);
  noteBasis(user, { madeFor, age: ageFacts(user.eid, user.claims) });
  const browser = new BrowserCookies();
  await sessions.create(application.cookiesOf(browser), user);
  return browser.carrier().header('cookie') ?? '';
}

/** What becomes of a call with these cookies, and whom it is from. */
async function ask(type: 'ws' | 'graphql', cookie: string, handler: () => void) {
  const headers = { cookie };
  const caller: Record<string, unknown> = { headers, handshake: { headers } };
  const args = type === 'ws' ? [caller] : [{}, {}, { req: caller }, {}];
  const context = new ExecutionContextHost(args, Handlers, handler);
  context.setType(type);
  const isIn: unknown = await guardOf(application).canActivate(context).catch(codeOrStatus);
  return [isIn, caller['user']];
}

function guardOf({ sessions, login, events, options, clock }: Application): CriiptoAuthGuard {
  return new CriiptoAuthGuard(
    new Reflector(),
    sessions,
    login,
    new LoginReporter(events),
    new HttpExchanges(new HttpAdapterHost()),
    options,
    clock,
  );
}

function codeOrStatus(error: unknown): unknown {
  if (error instanceof CriiptoAuthError) return error.code;
  return error instanceof HttpException ? error.getStatus() : error;
}

const REFUSED = { ws: false, graphql: 401 };
const TOO_YOUNG = { ws: false, graphql: 'age_too_low' };
const NO_COMPANY = { ws: false, graphql: 'company_required' };

describe.each(['ws', 'graphql'] as const)('CriiptoAuthGuard by %s', (type) => {
  it('lets a login that was made for a rule in to that rule alone', async () => {
    const cookie = await cookiesAfter(eidClaims.mitid, 'rule');
    expect(await ask(type, cookie, substantial)).toMatchObject([true, { eid: 'mitid' }]);
    expect(await ask(type, cookie, anyone)).toEqual([REFUSED[type], undefined]);
    expect(await ask(type, cookie, optional)).toEqual([true, undefined]);
  });

  it('lets a login of the application in everywhere', async () => {
    const cookie = await cookiesAfter(eidClaims.mitid, 'login');
    expect(await ask(type, cookie, anyone)).toMatchObject([true, { eid: 'mitid' }]);
  });

  const proof = (is_over_18: boolean) => ({
    ...eidClaims.ageVerification,
    'http://ageverification.criipto.com': { is_over_18 },
  });

  it('lets who has proved an age in as nobody, and nowhere else', async () => {
    const cookie = await cookiesAfter(proof(true), 'proof');
    expect(await ask(type, cookie, grownUp)).toEqual([true, undefined]);
    expect(await ask(type, cookie, anyone)).toEqual([REFUSED[type], undefined]);
  });

  it('refuses who is too young', async () => {
    const cookie = await cookiesAfter(proof(false), 'proof');
    expect(await ask(type, cookie, grownUp)).toEqual([TOO_YOUNG[type], undefined]);
  });

  it('refuses who has proved nothing', async () => {
    expect(await ask(type, '', grownUp)).toEqual([REFUSED[type], undefined]);
  });

  it('lets in who logged in for a company, also by a login that counts nowhere else', async () => {
    const cookie = await cookiesAfter(eidClaims.mitidBusinessEmployee, 'rule');
    expect(await ask(type, cookie, company)).toMatchObject([true, { eid: 'mitid-business' }]);
    expect(await ask(type, cookie, anyone)).toEqual([REFUSED[type], undefined]);
  });

  it('refuses a citizen, and nobody, where a company is demanded', async () => {
    const cookie = await cookiesAfter(eidClaims.mitid, 'login');
    expect(await ask(type, cookie, company)).toMatchObject([NO_COMPANY[type], { eid: 'mitid' }]);
    expect(await ask(type, '', company)).toEqual([NO_COMPANY[type], undefined]);
  });

  it('takes no login that counts nowhere for an answer', async () => {
    const cookie = await cookiesAfter(eidClaims.mitid, 'rule');
    expect(await ask(type, cookie, grownUp)).toEqual([REFUSED[type], undefined]);
  });
});

describe('CriiptoAuthGuard at the fields of one GraphQL operation', () => {
  /** Whom the handler of each field sees, by `@CurrentUser()` and by its session, when all guards have run. */
  async function seenAt(cookie: string, handlers: readonly (() => void)[]) {
    const req: Record<string, unknown> = { headers: { cookie } };
    const variableValues = {};
    const contexts = handlers.map((handler) => {
      const args = [{}, {}, { req }, { variableValues }];
      const context = new ExecutionContextHost(args, Handlers, handler);
      context.setType('graphql');
      return context;
    });
    const guard = guardOf(application);
    await Promise.all(contexts.map((context) => guard.canActivate(context)));
    return contexts.map((context) => [currentUser(context), sessionOf(context)?.authentication]);
  }

  it.each([
    ['optional', optional],
    ['public', open],
  ])('keeps a login that was made for one rule from the others: %s', async (_rule, other) => {
    const cookie = await cookiesAfter(eidClaims.mitid, 'rule');
    const [own, ofOther] = [
      [{ eid: 'mitid' }, { eid: 'mitid' }],
      [undefined, undefined],
    ];
    expect(await seenAt(cookie, [substantial, other])).toMatchObject([own, ofOther]);
    expect(await seenAt(cookie, [other, substantial])).toMatchObject([ofOther, own]);
  });

  it('leaves alone whom the application put there', async () => {
    const context = new ExecutionContextHost([{}, {}, { req: { headers: {}, user: 'hers' } }, {}]);
    context.setType('graphql');
    Object.assign(context, { getHandler: () => open, getClass: () => Handlers });
    await guardOf(application).canActivate(context);
    expect(currentUser(context)).toBe('hers');
  });

  it('tells fields that have no guard who it is', async () => {
    const req = { headers: { cookie: await cookiesAfter(eidClaims.mitid, 'login') } };
    const contextOf = (handler: () => void, info: object) => {
      const context = new ExecutionContextHost([{}, {}, { req }, info], Handlers, handler);
      context.setType('graphql');
      return context;
    };
    await guardOf(application).canActivate(contextOf(anyone, {}));
    expect(currentUser(contextOf(anyone, {}))).toMatchObject({ eid: 'mitid' });
  });
});

/** What `@CurrentUser()` gives a handler. */
function currentUser(context: ExecutionContextHost): unknown {
  class Probe {
    handle(@CurrentUser() _user: unknown): void {}
  }
  const found: object = Reflect.getMetadata(ROUTE_ARGS_METADATA, Probe, 'handle');
  // As Nest makes it of a decorator of parameters.
  const [{ factory }] = Object.values(found) as [{ factory: (...args: unknown[]) => unknown }];
  return factory(undefined, context);
}
