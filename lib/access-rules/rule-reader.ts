import { shareIdentity } from '../copies/shared-identity.js';

/** The guards that do what a rule says. Others are known by extending one of them, or by asking one. */
export type RuleReader = 'CriiptoAuthGuard' | 'BearerGuard';

/** A guard's class. */
export type GuardClass = abstract new (...args: never) => object;

const RULE_READER = Symbol.for('nestjs-criipto-auth:rule-reader');

/** Marks a guard that reads rules, and those that extend it, for every copy of this package. */
export function markRuleReader(guard: GuardClass, name: RuleReader): void {
  Object.defineProperty(guard, RULE_READER, { value: name });
  shareIdentity(guard, name, () => true);
}

/** Which of the guards a class is, or extends. */
export function ruleReaderOf(type: unknown): RuleReader | undefined {
  if (typeof type !== 'function') return undefined;
  const name: unknown = Reflect.get(type, RULE_READER);
  return name === 'CriiptoAuthGuard' || name === 'BearerGuard' ? name : undefined;
}

/** Whether a value is such a guard's class. */
export function isGuardClass(type: unknown): type is GuardClass {
  return ruleReaderOf(type) !== undefined;
}
