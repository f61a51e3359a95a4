import { type CustomDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';

import { AUTH_RULE, type AuthRule } from './auth-rule.js';

/**
 * Puts a rule on a class or a handler.
 *
 * @throws {TypeError} when there is one already: of two, nobody can say which is meant.
 */
export function authRule(rule: AuthRule): CustomDecorator<symbol> {
  const set = SetMetadata(AUTH_RULE, rule);
  const decorate = (target: object, key?: string, descriptor?: PropertyDescriptor): void => {
    const handler: unknown = descriptor?.value;
    const subject = typeof handler === 'function' ? handler : target;
    if (Reflect.hasOwnMetadata(AUTH_RULE, subject)) {
      throw new TypeError(
        `${key ?? String(Reflect.get(target, 'name'))} has two of @Public(), @OptionalAuth() and @RequireAcr(): keep one`,
      );
    }
    Reflect.apply(set, undefined, [target, key, descriptor]);
  };
  return Object.assign(decorate, { KEY: AUTH_RULE }) as CustomDecorator<symbol>; // of both kinds, as SetMetadata's is
}

/** The rule for whoever calls this handler: its own, else its class's. */
export function authRuleOf(reflector: Reflector, context: ExecutionContext): AuthRule | undefined {
  return reflector.getAllAndOverride<AuthRule | undefined>(AUTH_RULE, [
    context.getHandler(),
    context.getClass(),
  ]);
}
