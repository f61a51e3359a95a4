import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';

/** Asks the provider for its own id of a request, which Criipto gives in the header `Trace-Id` (RFC 7240). */
export const ASK_FOR_TRACE_ID = { prefer: 'return-trace-id' } as const;

/** It goes into logs and events: a short name, and nothing that could be more than one. */
const TRACE_ID = /^[\w.:+/=-]{1,128}$/;

/** The provider's own id of a request, by the headers of its answer. */
export function traceIdIn(header: (name: string) => string | undefined): string | undefined {
  const id = header('trace-id') ?? '';
  return TRACE_ID.test(id) ? id : undefined;
}

/** The same error, with the id of the request that it came of. */
export function withTraceId<T>(thrown: T, traceId: string | undefined): T | CriiptoAuthError {
  if (traceId === undefined || !(thrown instanceof CriiptoAuthError)) return thrown;
  return new CriiptoAuthError(thrown.code, thrown.message, { cause: thrown.cause, traceId });
}
