import { processWide } from '../copies/process-wide.js';
import { type AnyContext, requestOf } from '../http/caller.js';
import type { Session } from './session.js';

/** Out of sight of whoever prints a request, and seen by every copy of this package. */
const SESSIONS = processWide('sessions', () => new WeakMap<object, Session>());

/** Notes whose session came with a request, or that none did: a socket outlives its session. */
export function rememberSession(context: AnyContext, session: Session | undefined): void {
  const request = requestOf(context);
  if (!request) return;
  if (session) SESSIONS.set(request, session);
  else SESSIONS.delete(request);
}

/** The session by which a guard let somebody in. */
export function sessionOf(context: AnyContext): Session | undefined {
  const request = requestOf(context);
  return request && SESSIONS.get(request);
}
