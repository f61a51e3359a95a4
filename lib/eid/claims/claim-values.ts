import type { Claims } from './normalise-claims.js';

/** The text at a path into the claims, or `undefined` when there is none or it is empty. */
export function text(claims: Claims, ...path: readonly string[]): string | undefined {
  let value: unknown = claims;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = Reflect.get(value, name);
  }
  return typeof value === 'string' && value !== '' ? value : undefined;
}
