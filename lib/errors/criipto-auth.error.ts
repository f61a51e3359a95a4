import { randomUUID } from 'node:crypto';

import { HttpException } from '@nestjs/common';

import { shareIdentity } from '../copies/shared-identity.js';
import { ERROR_CODES, type CriiptoAuthErrorCode, isErrorCode } from './error-codes.js';
import { titleOf } from './error-titles.js';

/** What may be told with an error, beside its code and message. */
export interface CriiptoAuthErrorDetails {
  /** The error underneath. Must hold no token, code, assertion, cookie or personal data. */
  readonly cause?: unknown;
  /** The provider's own id of the failed request, to quote in a support case. */
  readonly traceId?: string | undefined;
  /** What the provider said of it, as the log may have it. */
  readonly description?: string | undefined;
}

/**
 * Anything this library refuses or fails at. Branch on `code`; `message` is for the log and may change.
 * Neither it nor its `cause` ever holds a token, an authorization code, a cookie or personal data.
 *
 * An `HttpException` of Nest, so that every filter answers it with its own status, and with a title that tells
 * nothing more. `instanceof` also knows the errors of another copy of this package, by their code.
 */
export class CriiptoAuthError extends Error {
  static {
    // By the prototype and not by `extends`: Nest's constructor would have the title for the message, keep the
    // cause once more where logs and JSON show it, and its class declares a private `status`.
    Object.setPrototypeOf(this.prototype, HttpException.prototype);
    shareIdentity(this, 'CriiptoAuthError', isErrorOfOurs);
  }

  override readonly name: string = 'CriiptoAuthError';
  /** The provider's own id of the failed request, to quote in a support case. Criipto gives one. */
  readonly traceId?: string;
  /**
   * The provider's `error_description`, for the log: 200 printable characters at most, no six digits in a row, no JWT. It may
   * hold what the provider knows of the user. Never show it to anybody.
   */
  readonly description?: string;
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
    if (details.description !== undefined) this.description = details.description;
  }

  /** Whether the same attempt may succeed later: the provider, a store or a signer was unavailable. */
  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  /** The HTTP status that a caller over HTTP should see. */
  get status(): number {
    return ERROR_CODES[this.code].status;
  }

  /** The same, by the name that Nest and its filters ask for. */
  getStatus(): number {
    return this.status;
  }

  /** What anybody may be answered: the title of what happened, and never `message`. */
  getResponse(): {
    readonly statusCode: number;
    readonly message: string;
    readonly correlationId: string;
  } {
    const { status: statusCode, code, correlationId } = this;
    return { statusCode, message: titleOf(code), correlationId };
  }
}

/** Of another version, an error may have a code of which nothing is known here. */
export function isErrorOfOurs(members: Readonly<Record<PropertyKey, unknown>>): boolean {
  return (
    isErrorCode(members['code']) &&
    [members['message'], members['correlationId']].every((text) => typeof text === 'string')
  );
}
