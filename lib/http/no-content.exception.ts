import { HttpException, HttpStatus } from '@nestjs/common';

import { forbidCaching, type HttpExchange } from './http-exchange.js';

/** Answers from within a guard who looks ahead, as `sendNothing` does. */
export class NoContentException extends HttpException {
  constructor(exchange: HttpExchange) {
    forbidCaching(exchange);
    super('Nothing begins before somebody comes', HttpStatus.NO_CONTENT);
  }
}
