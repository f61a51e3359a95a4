import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { retold } from '../../errors/retold.js';

/** Asks the provider for its own id of a request, which Criipto gives in the header `Trace-Id` (RFC 7240). */
export const ASK_FOR_TRACE_ID = { prefer: 'return-trace-id' } as const;

/** It goes into logs and events: a short name, and nothing that could be more than one. */
const TRACE_ID = /^[\w.:+/=-]{1,128}$/;

/** The provider's own id of a request, by the headers of its answer. */
export function traceIdIn(header: (name: string) => string | undefined): string | undefined {
  const id = header('trace-id') ?? '';
  return TRACE_ID.test(id) ? id : undefined;
}

/** The same error, with the id of the request that it came of, unless it has one already: of a request that was made for it. */
export function withTraceId<T>(thrown: T, traceId: string | undefined): T | CriiptoAuthError {
  if (!(thrown instanceof CriiptoAuthError)) return thrown;
  if (traceId === undefined || thrown.traceId !== undefined) return thrown;
  return retold(thrown, { traceId });
}
