import { AUTH_RULE, type AuthRule } from './auth-rule.js';
import { readAuthRule, type UnknownRule } from './read-auth-rule.js';

/** The rule of a class, and the classes above it whose rules are not handed down. */
export interface ClassRule {
  readonly rule: AuthRule | UnknownRule | undefined;
  /** The class that bears the rule: this one, or one that it extends. */
  readonly bearer: object | undefined;
  /** The nearest class above whose `@Public()` or `@OptionalAuth()` holds there alone. */
  readonly openBase: object | undefined;
}

/**
 * What a class demands is inherited. That it is open is not: who extends a class, such as one of another package,
 * would open routes that it has never seen.
 */
export function classRuleOf(type: object): ClassRule {
  let openBase: object | undefined;
  for (const ancestor of ancestry(type)) {
    const found: unknown = Reflect.getOwnMetadata(AUTH_RULE, ancestor);
    if (found === undefined) continue;
    const rule = readAuthRule(found);
    const isHandedDown = rule.kind !== 'public' && rule.kind !== 'optional';
    if (ancestor === type || isHandedDown) return { rule, bearer: ancestor, openBase };
    openBase ??= ancestor;
  }
  return { rule: undefined, bearer: undefined, openBase };
}

/** A class, and those that it extends. */
function ancestry(type: object): object[] {
  const base = Reflect.getPrototypeOf(type);
  return base === null || base === Function.prototype ? [type] : [type, ...ancestry(base)];
}
