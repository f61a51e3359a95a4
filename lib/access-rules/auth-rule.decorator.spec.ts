import 'reflect-metadata';

import { SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';

import { authRuleOf } from './auth-rule.decorator.js';
import { AUTH_RULE } from './auth-rule.js';
import { OptionalAuth } from './optional-auth.decorator.js';
import { Public } from './public.decorator.js';
import { RequireAcr } from './require-acr.decorator.js';

describe('two rules on one subject', () => {
  it('are refused on a handler, for the weaker one could win unseen', () => {
    expect(() => {
      class Controller {
        @Public() @RequireAcr('urn:grn:authn:dk:mitid:high') transfer(this: void): void {}
      }
      return Controller;
    }).toThrow(
      'transfer has two of @Public(), @OptionalAuth(), @RequireAcr(), @RequireAge() and @RequireCompany(): keep one',
    );
  });

  it('are refused on a class', () => {
    expect(() => {
      @OptionalAuth()
      @Public()
      class Controller {}
      return Controller;
    }).toThrow('Controller has two of');
  });

  it('are one each on a class and its handler', () => {
    expect(() => {
      @RequireAcr('urn:grn:authn:dk:mitid:high')
      class Controller {
        @Public() prices(this: void): void {}
      }
      return Controller;
    }).not.toThrow();
  });
});

describe('authRuleOf tells the rule', () => {
  class Shared {
    @OptionalAuth() optional(this: void): void {}
    anyone(this: void): void {}
  }
  @Public()
  class Open extends Shared {}
  @RequireAcr('urn:grn:authn:dk:mitid:high')
  class High extends Shared {}

  const { optional, anyone } = Shared.prototype;
  const ruleOf = (handlers: new () => Shared, handler: () => void) =>
    authRuleOf(new Reflector(), new ExecutionContextHost([], handlers, handler), {})?.kind;

  it.each(['for the first time', 'once more'])('of each class for a handler of both, %s', () => {
    expect(ruleOf(Open, anyone)).toBe('public');
    expect(ruleOf(High, anyone)).toBe('acr');
    expect(ruleOf(Shared, anyone)).toBeUndefined();
  });

  it.each(['for the first time', 'once more'])('of each handler of a class, %s', () => {
    expect(ruleOf(High, optional)).toBe('optional');
    expect(ruleOf(High, anyone)).toBe('acr');
  });

  it.each(['for the first time', 'once more'])('that there is none, %s', () => {
    expect(ruleOf(Shared, anyone)).toBeUndefined();
    expect(ruleOf(Shared, optional)).toBe('optional');
  });

  it('without a look at metadata, when it was asked before', () => {
    const handler = (): void => undefined;
    class Controller extends Shared {}
    ruleOf(Controller, handler);
    class NeverAsked extends Reflector {
      override get(): never {
        throw new Error('asked');
      }
    }
    const context = new ExecutionContextHost([], Controller, handler);
    expect(authRuleOf(new NeverAsked(), context, {})).toBeUndefined();
  });
});

describe('a rule of a class', () => {
  const MITID = 'urn:grn:authn:dk:mitid:high';
  class Bare {
    any(this: void): void {}
  }
  const ruleOf = (type: new () => Bare) =>
    authRuleOf(new Reflector(), new ExecutionContextHost([], type, Bare.prototype.any), {})?.kind;

  it('is handed down where it demands something', () => {
    @RequireAcr(MITID)
    class High extends Bare {}
    class Below extends High {}
    expect(ruleOf(Below)).toBe('acr');
  });

  it.each([
    ['@Public()', Public()],
    ['@OptionalAuth()', OptionalAuth()],
  ])('is not handed down where it is open: %s', (_name, open) => {
    @open
    class Open extends Bare {}
    class Below extends Open {}
    expect([ruleOf(Open), ruleOf(Below)]).toEqual([ruleOf(Open), undefined]);
    expect(ruleOf(Open)).toBeDefined();
  });

  it('is what is demanded farther above, where the class between is open', () => {
    @RequireAcr(MITID)
    class High extends Bare {}
    @Public()
    class Open extends High {}
    class Below extends Open {}
    expect([ruleOf(Open), ruleOf(Below)]).toEqual(['public', 'acr']);
  });

  it('is handed down with a method that bears its own', () => {
    class Base extends Bare {
      @Public() open(this: void): void {}
    }
    class Below extends Base {}
    const context = new ExecutionContextHost([], Below, Below.prototype.open);
    expect(authRuleOf(new Reflector(), context, {})?.kind).toBe('public');
  });

  it('of another version is handed down, and refuses', () => {
    @SetMetadata(AUTH_RULE, { kind: 'public', invented: 'later' })
    class Newer extends Bare {}
    class Below extends Newer {}
    expect(ruleOf(Below)).toBe('unknown');
  });
});
