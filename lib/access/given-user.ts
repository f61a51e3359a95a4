import { processWide } from '../copies/process-wide.js';
import { type AnyContext, type Caller, callerOf, fieldOf, requestOf } from '../http/caller.js';
import { rememberNoSession, rememberSession, sessionOf } from '../session/request-session.js';

/** Whom one of our guards put where a caller's user is kept, and on which message. */
interface Given {
  readonly user: unknown;
  /** Weakly, for a socket may be there for days after a large message. */
  readonly message: WeakRef<object>;
}

/** Seen by every copy of this package: the guards on one socket may be of two. */
const GIVEN = processWide('given-users', () => new WeakMap<object, Given>());

/** Whom they let in at a field of GraphQL: its operation may have others, where others count. */
const BY_FIELD = processWide('given-users-of-fields', () => new WeakMap<object, unknown>());

/** Notes that one of our guards set this user on a caller that outlives the message. */
export function noteGiven(context: AnyContext, user: unknown): void {
  const carrier = requestOf(context);
  const field = fieldOf(context);
  if (field) BY_FIELD.set(field, user);
  if (carrier) GIVEN.set(carrier, { user, message: new WeakRef(messageOf(context)) });
}

/** Notes that a guard of ours let in whoever it is, if no other knew who. */
export function noteNobody(context: AnyContext): void {
  const field = fieldOf(context);
  if (field && !BY_FIELD.has(field)) BY_FIELD.set(field, undefined);
  rememberNoSession(context);
}

/** Who a field of GraphQL is for. Whom our guards set for another field of its operation it does not see. */
export function userOfField(context: AnyContext): unknown {
  const user = callerOf(context)?.user;
  const [carrier, field] = [requestOf(context), fieldOf(context)];
  const given = carrier && GIVEN.get(carrier);
  return field && given && given.user === user && BY_FIELD.has(field) ? BY_FIELD.get(field) : user;
}

/** Takes back what our guards set on an earlier message. What others put there stays. */
export function forgetEarlier(context: AnyContext): void {
  const carrier = requestOf(context);
  const given = carrier && GIVEN.get(carrier);
  if (!carrier || !given || given.message.deref() === messageOf(context)) return;
  GIVEN.delete(carrier);
  rememberSession(context, undefined);
  const caller = callerOf(context);
  if (caller && caller.user === given.user) caller.user = undefined;
}

/** Takes back what `CriiptoAuthGuard` set on this very message, for a guard that reads no cookie. */
export function forgetSessionUser(context: AnyContext, caller: Caller): void {
  const session = sessionOf(context);
  if (session && caller.user === session.user) caller.user = undefined;
}

/**
 * What is there as long as a message. The resolvers of one GraphQL operation run beside each other, and have its
 * variables in common; else a message is the arguments of its one handler.
 */
function messageOf(context: AnyContext): object {
  const info = fieldOf(context);
  if (!info) return context.getArgs();
  const variables: unknown = Reflect.get(info, 'variableValues');
  return typeof variables === 'object' && variables !== null ? variables : info;
}
