import { type AnyContext, carrierOf } from '../http/caller.js';
import type { Session } from './session.js';

/** Out of sight of whoever prints a request. */
const SESSIONS = new WeakMap<object, Session>();

/** Notes whose session came with a request, or that none did: a socket outlives its session. */
export function noteSession(context: AnyContext, session: Session | undefined): void {
  const carrier = carrierOf(context);
  if (!carrier) return;
  if (session) SESSIONS.set(carrier, session);
  else SESSIONS.delete(carrier);
}

/** The session by which a guard let somebody in. */
export function recognisedSession(context: AnyContext): Session | undefined {
  const carrier = carrierOf(context);
  return carrier && SESSIONS.get(carrier);
}
