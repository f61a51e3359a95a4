import 'reflect-metadata';

import type { CanActivate, Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';

import { secondCopy } from '../../test/support/second-copy.js';
import { BearerGuard } from '../access/bearer.guard.js';
import { CriiptoAuthGuard } from '../access/criipto-auth.guard.js';
import { authRuleOf } from './auth-rule.decorator.js';
import { Public } from './public.decorator.js';

class OwnGuard extends CriiptoAuthGuard {}
class OtherGuard extends CriiptoAuthGuard {}

/** Whether a handler with this decorator is open before a guard, of which nothing but its class counts here. */
function opens(decorator: ReturnType<typeof Public>, guard: Type<CanActivate>): boolean {
  class Handlers {
    @decorator handler(this: void): void {}
  }
  const context = new ExecutionContextHost([], Handlers, Handlers.prototype.handler);
  const instance = Object.create(guard.prototype as object) as object; // a class has one
  return authRuleOf(new Reflector(), context, instance)?.kind === 'public';
}

describe('@Public()', () => {
  it.each([CriiptoAuthGuard, BearerGuard, OwnGuard])('opens every guard: %p', (guard) => {
    expect(opens(Public(), guard)).toBe(true);
  });

  it.each<[string, Type<CanActivate>, Type<CanActivate>, boolean]>([
    ['the one that it names', CriiptoAuthGuard, CriiptoAuthGuard, true],
    ['no other', CriiptoAuthGuard, BearerGuard, false],
    ['no other either', BearerGuard, CriiptoAuthGuard, false],
    ['one that extends it', CriiptoAuthGuard, OwnGuard, true],
    ['not the one that it extends', OwnGuard, CriiptoAuthGuard, false],
    ['not one beside it', OwnGuard, OtherGuard, false],
  ])('with a guard opens %s', (_what, named, asked, expected) => {
    expect(opens(Public({ guard: named }), asked)).toBe(expected);
  });

  it('opens the guard of another copy of the package, where that names it', async () => {
    const copies = await secondCopy(async () => ({
      ...(await import('./public.decorator.js')),
      ...(await import('../access/criipto-auth.guard.js')),
    }));
    const theirs = copies.Public({ guard: copies.CriiptoAuthGuard });
    expect(opens(theirs, CriiptoAuthGuard)).toBe(true);
    expect(opens(theirs, BearerGuard)).toBe(false);
  });

  it.each([
    ['nothing, for imports in a circle', { guard: undefined }],
    ['an empty object', {}],
    ['another class', { guard: Date }],
    ['a name', { guard: 'CriiptoAuthGuard' }],
    ['more than it knows', { guard: CriiptoAuthGuard, unless: 'later' }],
  ])('does not open all when it was given %s', (_what, options) => {
    const given = options as unknown as Parameters<typeof Public>[0]; // what JavaScript lets one write
    expect(() => Public(given)).toThrow('@Public() takes nothing, or `{ guard }`');
  });
});
