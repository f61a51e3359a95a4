import type { CriiptoAuthError } from './criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from './error-codes.js';

/** A failure as events tell it. */
interface FailureFacts {
  readonly code: CriiptoAuthErrorCode;
  readonly correlationId: string;
  readonly traceId?: string;
  readonly description?: string;
}

export function failureFacts(error: CriiptoAuthError): FailureFacts {
  const { code, correlationId, traceId, description } = error;
  return {
    code,
    correlationId,
    ...(traceId === undefined ? {} : { traceId }),
    ...(description === undefined ? {} : { description }),
  };
}

/** A failure in a sentence, where there is no reference to give. */
export function failureText(error: CriiptoAuthError): string {
  return `${error.code}: ${whatHappened(error)}`;
}

/** A failure as a line of the log. */
export function failureLine(error: CriiptoAuthError): string {
  const { code, correlationId } = error;
  return onOneLine(`${code} (${correlationId}): ${whatHappened(error)}`);
}

/** What went wrong, what the provider said of it, and its own id of the request. */
export function whatHappened({
  message,
  description,
  traceId,
}: Pick<CriiptoAuthError, 'message' | 'description' | 'traceId'>): string {
  const said = description === undefined ? '' : `. The provider says: "${description}"`;
  const atProvider = traceId === undefined ? '' : ` [trace id ${traceId}]`;
  return `${message}${said}${atProvider}`;
}

/** What a provider sent may be part of a message, and must not pass for a line of its own. */
function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
}
