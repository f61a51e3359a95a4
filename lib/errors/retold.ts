import { CriiptoAuthError } from './criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from './error-codes.js';
import { notePageFacts, pageFactsOf } from './page-facts.js';

/** What is told otherwise of a failure, or told at all now. */
interface Retelling {
  readonly code?: CriiptoAuthErrorCode;
  readonly message?: string;
  readonly traceId?: string | undefined;
  readonly description?: string | undefined;
}

/** The same failure with more that is known of it. What the provider said of it stays with it. */
export function retold(error: CriiptoAuthError, changes: Retelling): CriiptoAuthError {
  const { code = error.code, message = error.message } = changes;
  const { traceId = error.traceId, description = error.description } = changes;
  const told = new CriiptoAuthError(code, message, { cause: error.cause, traceId, description });
  notePageFacts(told, pageFactsOf(error));
  return told;
}
