import {
  type CustomDecorator,
  type ExecutionContext,
  SetMetadata,
  type Type,
} from '@nestjs/common';
import type { Reflector } from '@nestjs/core';

import { AUTH_RULE, type AuthRule } from './auth-rule.js';
import { classRuleOf } from './class-rule.js';
import { readAuthRule, type UnknownRule } from './read-auth-rule.js';

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
        `${key ?? String(Reflect.get(target, 'name'))} has two of @Public(), @OptionalAuth(), @RequireAcr(), @RequireAge() and @RequireCompany(): keep one`,
      );
    }
    Reflect.apply(set, undefined, [target, key, descriptor]);
  };
  return Object.assign(decorate, { KEY: AUTH_RULE }) as CustomDecorator<symbol>; // of both kinds, as SetMetadata's is
}

type FoundRule = AuthRule | UnknownRule | undefined;

/** Of each class, by handler: one that is inherited has a rule of its own in each. Decorators have run by then. */
const FOUND = new WeakMap<object, Map<object, FoundRule>>();

/** The rule by which a guard judges who calls this handler: its own, else its class's, unless it is for another guard. */
export function authRuleOf(
  reflector: Reflector,
  context: ExecutionContext,
  guard: object,
): FoundRule {
  const type = context.getClass();
  const handler = context.getHandler();
  const known = FOUND.get(type);
  const rule = known?.has(handler) ? known.get(handler) : findRule(reflector, type, handler);
  const isForAnother = rule?.kind === 'public' && rule.guard && !(guard instanceof rule.guard);
  return isForAnother ? undefined : rule;
}

function findRule(
  reflector: Reflector,
  type: Type,
  handler: ReturnType<ExecutionContext['getHandler']>,
): FoundRule {
  const found = reflector.get<unknown>(AUTH_RULE, handler);
  const rule = found === undefined ? classRuleOf(type).rule : readAuthRule(found);
  FOUND.set(type, (FOUND.get(type) ?? new Map<object, FoundRule>()).set(handler, rule));
  return rule;
}

/** For the log, when somebody is refused by a rule that this copy of the package does not know. */
export function unknownRuleAt(context: ExecutionContext): string {
  const name = `${context.getClass().name}.${context.getHandler().name}`;
  return `${name} has a rule of another version of nestjs-criipto-auth, which is not known here: nobody is let in. Install one version`;
}
