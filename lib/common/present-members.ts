import type { JsonObject } from './json.js';

/**
 * A JSON object without the members that say nothing. Some serializers write `null`, or an empty text, for what others
 * leave out.
 */
export function presentMembers(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => isPresent(value)));
}

/** The same for one member. */
export function presentOrUndefined(value: unknown): unknown {
  return isPresent(value) ? value : undefined;
}

export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
