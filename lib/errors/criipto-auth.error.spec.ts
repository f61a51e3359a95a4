import { inspect } from 'node:util';

import { HttpException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';

import { CriiptoAuthError } from './criipto-auth.error.js';
import { ERROR_CODES, isErrorCode } from './error-codes.js';

describe('CriiptoAuthError', () => {
  it('is an error with a code and a message', () => {
    const error = new CriiptoAuthError('login_expired', 'This login took too long');
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'CriiptoAuthError',
      code: 'login_expired',
      message: 'This login took too long',
    });
  });

  it.each([
    ['login_expired', { status: 400, retryable: false }],
    ['login_cancelled', { status: 401, retryable: false }],
    ['acr_not_satisfied', { status: 403, retryable: false }],
    ['key_invalid', { status: 500, retryable: false }],
    ['client_authentication_failed', { status: 502, retryable: false }],
    ['signer_failed', { status: 503, retryable: true }],
    ['provider_timeout', { status: 504, retryable: true }],
  ] as const)('knows of %s that it is %j', (code, traits) => {
    const { status, retryable } = new CriiptoAuthError(code, 'x');
    expect({ status, retryable }).toEqual(traits);
  });

  it('keeps the error underneath', () => {
    const cause = new Error('socket hang up');
    expect(new CriiptoAuthError('provider_unreachable', 'x', { cause }).cause).toBe(cause);
  });

  it("keeps the provider's own id of the request", () => {
    const error = new CriiptoAuthError('provider_error', 'x', { traceId: 'trace-1' });
    expect(error.traceId).toBe('trace-1');
  });

  it('shows neither cause nor trace id when there is none', () => {
    const shown = inspect(new CriiptoAuthError('provider_error', 'x'));
    expect(shown).not.toMatch(/cause|traceId/);
  });

  it('says where it was thrown, and why', () => {
    const { stack } = new CriiptoAuthError('provider_error', 'No answer');
    expect(stack).toMatch(/^\w*Error: No answer\n +at .*criipto-auth\.error\.spec/);
  });

  it('shows nothing in JSON but its code and ids', () => {
    const error = new CriiptoAuthError('provider_error', 'x', { cause: new Error('y') });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'CriiptoAuthError',
      code: 'provider_error',
      correlationId: error.correlationId,
    });
  });

  it('names each failure by an id of its own', () => {
    const [one, other] = [1, 2].map(() => new CriiptoAuthError('login_unknown', 'x').correlationId);
    expect(one).toMatch(/^[\da-f-]{36}$/);
    expect(one).not.toBe(other);
  });
});

describe('CriiptoAuthError as an exception of Nest', () => {
  it.each(Object.keys(ERROR_CODES).filter(isErrorCode))(
    'has the status of its code: %s',
    (code) => {
      const error: unknown = new CriiptoAuthError(code, 'x');
      expect(error instanceof HttpException && error.getStatus()).toBe(ERROR_CODES[code].status);
    },
  );

  it('answers with a title and an id, and never with its message', () => {
    const error = new CriiptoAuthError('provider_timeout', 'No answer from 10.0.0.7 in 10 s');
    expect(error.getResponse()).toEqual({
      statusCode: 504,
      message: 'Login is not available right now',
      correlationId: error.correlationId,
    });
  });

  it('has a message for the log all the same', () => {
    expect(new CriiptoAuthError('provider_timeout', 'No answer').message).toBe('No answer');
  });
});
