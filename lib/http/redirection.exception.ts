import { HttpException, HttpStatus } from '@nestjs/common';

import { type HttpExchange, keepPrivate } from './http-exchange.js';

/**
 * Sends the browser elsewhere from within a guard. The header is set at once and the status travels
 * with the exception, so that it arrives through any exception filter of the application. Our own routes
 * answer it themselves.
 */
export class RedirectionException extends HttpException {
  constructor(exchange: HttpExchange, location: string, status: HttpStatus = HttpStatus.FOUND) {
    keepPrivate(exchange);
    exchange.setHeader('Location', location);
    // Nothing went wrong, so that nobody looks for the place; to gather it takes longer than all the rest.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super('The browser is sent elsewhere', status);
    Error.stackTraceLimit = stackTraceLimit;
  }
}
