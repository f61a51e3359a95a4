import { randomUUID } from 'node:crypto';

import { ERROR_CODES, type CriiptoAuthErrorCode } from './error-codes.js';

/** What may be told with an error, beside its code and message. */
export interface CriiptoAuthErrorDetails {
  /** The error underneath. Must hold no token, code, assertion, cookie or personal data. */
  readonly cause?: unknown;
  /** The provider's own id of the failed request, to quote in a support case. */
  readonly traceId?: string;
}

/**
 * Anything this library refuses or fails at. Branch on `code`; `message` is for people and may change.
 * Neither it nor its `cause` ever holds a token, an authorization code, a cookie or personal data.
 */
export class CriiptoAuthError extends Error {
  override readonly name: string = 'CriiptoAuthError';
  /** The provider's own id of the failed request, to quote in a support case. Criipto gives one. */
  readonly traceId?: string;
  /** Names this one failure, to the user and in the log alike. */
  readonly correlationId: string = randomUUID();

  constructor(
    /** What went wrong, by its stable name: see `docs/reference/errors.md`. */
    readonly code: CriiptoAuthErrorCode,
    message: string,
    details: CriiptoAuthErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    if (details.traceId !== undefined) this.traceId = details.traceId;
  }

  /** Whether the same attempt may succeed later: the provider, a store or a signer was unavailable. */
  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  /** The HTTP status that a caller over HTTP should see. */
  get status(): number {
    return ERROR_CODES[this.code].status;
  }
}
