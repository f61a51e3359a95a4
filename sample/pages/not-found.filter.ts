import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { Request, Response } from 'express';

import { notFoundPage } from '../views/not-found.js';
import { PAGE_HEADERS } from './page.decorator.js';

/** A page for people; programs get what they would get without it. */
@Catch(NotFoundException)
export class NotFoundFilter implements ExceptionFilter<NotFoundException> {
  catch(error: NotFoundException, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>().status(404);
    if (http.getRequest<Request>().accepts(['json', 'html']) === 'html')
      response.set(PAGE_HEADERS).send(notFoundPage());
    else response.json(error.getResponse());
  }
}
