import type { CanActivate, CustomDecorator, Type } from '@nestjs/common';

import { authRule } from './auth-rule.decorator.js';
import { type GuardClass, isGuardClass } from './rule-reader.js';

/** What `@Public()` opens. */
export interface PublicOptions {
  /** The one guard that lets everyone in: `CriiptoAuthGuard`, `BearerGuard`, or a class that extends one. */
  readonly guard: Type<CanActivate>;
}

/**
 * Lets everyone in: no login is looked for. On a handler it beats what its class demands. On a class it holds for
 * that class alone, and not for those that extend it.
 *
 * @param options which guard is meant, where several stand before a handler; else all of them.
 * @throws {TypeError} when `guard` is no guard that reads rules.
 * @example
 * // globalGuard lets everyone through to BearerGuard:
 * @Public({ guard: CriiptoAuthGuard }) @UseGuards(BearerGuard) class ApiController {}
 */
export const Public = (options?: PublicOptions): CustomDecorator<symbol> =>
  authRule(
    options === undefined ? { kind: 'public' } : { kind: 'public', guard: guardOf(options) },
  );

/** What is meant to open one guard must not open all, because the guard was imported in a circle. */
function guardOf({ guard, ...more }: PublicOptions): GuardClass {
  if (isGuardClass(guard) && Object.keys(more).length === 0) return guard;
  throw new TypeError(
    '@Public() takes nothing, or `{ guard }`, which must be CriiptoAuthGuard, BearerGuard or a class that extends one of them',
  );
}
