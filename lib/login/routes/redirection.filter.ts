import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';

import { HttpExchanges } from '../../http/http-exchange.provider.js';
import { RedirectionException } from '../../http/redirection.exception.js';

/** Answers a redirect of our login routes without a body, which Nest would write, and Express then hash. */
@Catch(RedirectionException)
export class RedirectionFilter implements ExceptionFilter<RedirectionException> {
  constructor(private readonly exchanges: HttpExchanges) {}

  catch(redirection: RedirectionException, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.exchanges.of(http.getRequest(), http.getResponse()).send(redirection.getStatus());
  }
}
