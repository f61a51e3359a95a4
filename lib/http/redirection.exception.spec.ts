import { HttpException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';

import { FakeExchange } from '../../test/support/fake-exchange.js';
import { RedirectionException } from './redirection.exception.js';

describe('RedirectionException', () => {
  it('has the headers set before any exception filter sees it', () => {
    const exchange = new FakeExchange();
    const exception = new RedirectionException(exchange, '/auth/login');
    expect(exception).toBeInstanceOf(HttpException);
    expect(exchange.answered).toContainEqual(['location', '/auth/login']);
    expect(exchange.answered).toContainEqual(['cache-control', 'no-store']);
    expect(exchange.sent).toBeUndefined();
  });

  it('says nothing of where it was made, since nothing went wrong there', () => {
    expect(new RedirectionException(new FakeExchange(), '/').stack).not.toContain('    at ');
  });

  it('leaves other errors as they are', () => {
    const { stackTraceLimit } = Error;
    expect(new RedirectionException(new FakeExchange(), '/')).toBeInstanceOf(HttpException);
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  });

  it.each([
    [undefined, 302],
    [303, 303],
  ])('carries the status (%p) to the filter', (status, expected) => {
    expect(new RedirectionException(new FakeExchange(), '/', status).getStatus()).toBe(expected);
  });
});
