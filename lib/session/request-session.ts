import { processWide } from '../copies/process-wide.js';
import { type AnyContext, fieldOf, requestOf } from '../http/caller.js';
import type { Session } from './session.js';

/** Out of sight of whoever prints a request, and seen by every copy of this package. */
const SESSIONS = processWide('sessions', () => new WeakMap<object, Session>());

/** Of fields of GraphQL, of which one operation has some that a session counts at, and some that it does not. */
const BY_FIELD = processWide(
  'sessions-of-fields',
  () => new WeakMap<object, Session | undefined>(),
);

/** Notes whose session came with a request, or that none did: a socket outlives its session. */
export function rememberSession(context: AnyContext, session: Session | undefined): void {
  const request = requestOf(context);
  if (!request) return;
  if (session) SESSIONS.set(request, session);
  else SESSIONS.delete(request);
}

/** The session by which a guard let somebody in. */
export function sessionOf(context: AnyContext): Session | undefined {
  const field = fieldOf(context);
  if (field && BY_FIELD.has(field)) return BY_FIELD.get(field);
  const request = requestOf(context);
  return request && SESSIONS.get(request);
}

/** Notes whose session counts at a field of GraphQL, whatever becomes of the other fields of its operation. */
export function rememberAtField(context: AnyContext, session: Session): void {
  const field = fieldOf(context);
  if (field) BY_FIELD.set(field, session);
}

/** Notes that a field of GraphQL has no session, unless one is known, whatever another field of its operation has. */
export function rememberNoSession(context: AnyContext): void {
  const field = fieldOf(context);
  if (field && !BY_FIELD.has(field)) BY_FIELD.set(field, undefined);
}
