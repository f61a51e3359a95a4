import { HttpException, HttpStatus } from '@nestjs/common';

import { type HttpExchange, keepPrivate } from './http-exchange.js';

/** Answers from within a guard, with data in place of what the handler would have answered. */
export class JsonAnswerException extends HttpException {
  constructor(exchange: HttpExchange, body: Record<string, unknown>) {
    keepPrivate(exchange);
    super(body, HttpStatus.OK);
  }
}
