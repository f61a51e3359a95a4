import type { AuthRule } from '../access-rules/auth-rule.js';
import type { UnknownRule } from '../access-rules/read-auth-rule.js';

/** A rule as it was written, near enough. */
export function ruleText(rule: AuthRule | UnknownRule): string {
  const { kind, ...demands } = rule;
  const shown = Object.entries(demands)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${valueText(value)}`)
    .join(', ');
  switch (kind) {
    case 'public':
      return `@Public(${shown})`;
    case 'optional':
      return `@OptionalAuth(${shown})`;
    case 'unknown':
      return 'a rule of another version';
    default:
      return `@Require${kind.charAt(0).toUpperCase()}${kind.slice(1)}(${shown})`;
  }
}

function valueText(value: unknown): string {
  if (typeof value === 'function') return value.name;
  return Array.isArray(value) ? value.map(String).join(' or ') : String(value);
}
