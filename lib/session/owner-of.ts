import type { SessionOwner } from './session.js';

/** Somebody else's sessions, or nobody's, would be meant by half of it. JavaScript lets it be anything. */
export function ownerOf(user: SessionOwner): SessionOwner {
  const { issuer, sub }: Partial<Record<keyof SessionOwner, unknown>> = user ?? {};
  if (isName(issuer) && isName(sub)) return { issuer, sub };
  throw new TypeError(
    'Whose sessions are meant is told by `issuer` and `sub`, both texts: keep them when `mapUser` makes another user',
  );
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
